/** Small real things to test with: a configuration, a call, the numbers in them. */

import type { DecisionInputs } from '../../functions/domain/attempt.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { HuntId } from '../../functions/domain/hunt.ts';
import type { Member, Pool } from '../../functions/domain/pool.ts';
import { type Call, type Params, readCall } from '../../functions/domain/request.ts';

export const india = { callingCode: '91', trunkPrefix: '0', internationalPrefix: '00', nationalLengths: [10] } as const;

/** `+919000000001` for 1. */
export const numberOf = (ordinal: number): string => `+9190000${String(ordinal).padStart(5, '0')}`;

export const [one, two, three, four] = [numberOf(1), numberOf(2), numberOf(3), numberOf(4)];

/** As the provider writes them: national, with a leading 0. */
export const national = (number: string): string => number.replace('+91', '0');

export const exophone = '+918040001000';

/**
 * Pool `sales` holds agents a1 to a3 with numbers one to three, `support` holds a4. Applet `main` goes to support for
 * digit 2 and to sales otherwise.
 */
export const aConfig = (parts: Partial<Config> = {}): Config => ({
  settings: {
    country: 'IN',
    timeZone: 'Asia/Kolkata',
    dialPlan: india,
    numberPolicy: { countries: ['IN'], types: ['mobile'], allowedPrefixes: ['+91'], deniedPrefixes: ['+91140'] },
    exophones: [exophone],
    lastResort: [numberOf(90)],
    blockedCallers: [],
  },
  hours: {},
  rotations: {},
  agents: {
    a1: { name: 'One', numbers: [one] },
    a2: { name: 'Two', numbers: [two] },
    a3: { name: 'Three', numbers: [three] },
    a4: { name: 'Four', numbers: [four] },
  },
  pools: { sales: aPool(['a1', 'a2', 'a3']), support: aPool(['a4']) },
  applets: {
    main: {
      fetch: 'each',
      routes: [
        { when: { digits: '2' }, pool: 'support' },
        { when: {}, pool: 'sales' },
      ],
    },
  },
  ...parts,
});

/** A linear pool of these agents, all in one tier. */
export const aPool = (agents: readonly string[], more: Partial<Pool> = {}): Pool => ({
  strategy: 'linear',
  members: agents.map((agent) => aMember(agent)),
  maxAttempts: 10,
  answer: 'list',
  leases: 'on',
  overflow: [],
  overrides: [],
  ...more,
});

export const aMember = (agent: string, more: { readonly tier?: number; readonly weight?: number } = {}): Member => ({
  agent,
  tier: 1,
  weight: 1,
  ...more,
});

/** A call to applet `main`. */
export const anId = (callSid = 'a1'): HuntId => ({ callSid, applet: 'main', leg: '-' });

/** What a decision rests on: this configuration, and agents of whom nothing is known. */
export const someInputs = (config: Config = aConfig(), more: Partial<DecisionInputs> = {}): DecisionInputs => ({
  applet: config.applets.main ?? { fetch: 'each', routes: [] },
  config,
  identity: { revision: 1, hash: 'test' },
  nowMs: Date.parse('2026-11-21T06:00:00Z'),
  live: new Map(),
  lostClaims: 0,
  ...more,
});

/** Parameters by their names as sent; a list is a repeated parameter. */
export const someParams = (parameters: Readonly<Record<string, string | readonly string[]>>): Params =>
  new Map(
    Object.entries(parameters).map(([name, value]) => [
      name.toLowerCase(),
      typeof value === 'string' ? [value] : value,
    ]),
  );

/** A request as the handlers see it, of the parameters that matter. */
export const aCall = (parameters: Readonly<Record<string, string | readonly string[]>> = {}): Call =>
  readCall(someParams({ CallSid: 'a1', ...parameters }));

/** The request that reports what became of a number. */
export const aReport = (number: string, status: string, more: Readonly<Record<string, string>> = {}): Call =>
  aCall({ DialWhomNumber: national(number), DialCallStatus: status, ...more });
