/** Who calls, what he presses, and who of the people picks up: all of it chance, and the same for the same seed. */
import type { Call } from '../../bin/emulator/call.ts';
import type { PhoneOutcome } from '../../bin/emulator/phones.ts';
import { unitHash } from '../../functions/domain/hash.ts';
import { exophone } from '../support/builders.ts';
import { blockedCaller, type People } from './people.ts';

export const aCaller = (seed: string, { applet, appletOnce }: People): Call => {
  const chance = (what: string) => unitHash(seed, what);
  const once = appletOnce !== undefined && chance('once') < 0.2;
  const asked = once ? appletOnce : applet;
  return {
    callSid: seed.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(-64),
    applet: asked,
    primary: `http://test/primary/${asked}`,
    fallback: `http://test/fallback/${asked}`,
    from: callerBy(chance('caller')),
    to: exophone,
    digits: digitsBy(chance('digits')),
    phones: (number) => outcomeBy(unitHash(seed, number)),
    // Rung and talked to on the desk's own clock.
    ringSeconds: 20,
    talkSeconds: 60,
    once,
    hangupAfter: chance('hangup') < 0.05 ? 1 + Math.floor(chance('patience') * 3) : undefined,
    reportStyle: chance('style') < 0.15 ? 'null-status' : 'full',
  };
};

const callerBy = (chance: number): string => {
  if (chance < 0.03) return blockedCaller;
  if (chance < 0.06) return 'anonymous';
  return `0990${String(Math.floor(chance * 1e7)).padStart(7, '0')}`;
};

const digitsBy = (chance: number): string | undefined => {
  if (chance < 0.45) return '2';
  return chance < 0.6 ? '1' : undefined;
};

/** Few enough talk for a third of the calls to go on to the last number. */
const outcomeBy = (chance: number): PhoneOutcome => {
  if (chance < 0.3) return 'completed';
  if (chance < 0.65) return 'no-answer';
  return chance < 0.85 ? 'busy' : 'failed';
};
