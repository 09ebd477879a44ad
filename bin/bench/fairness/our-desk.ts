/** Our desk: every decision is taken by the functions that answer calls, and who talks is told as the provider's events tell it. */
import { rulesFor } from '../../../functions/domain/availability.ts';
import { afterClaim } from '../../../functions/domain/claim.ts';
import type { Config } from '../../../functions/domain/config.ts';
import { decide } from '../../../functions/domain/cursor.ts';
import { afterWrite, type Hunt } from '../../../functions/domain/hunt.ts';
import { afterEvent } from '../../../functions/domain/lease.ts';
import type { LegEvent } from '../../../functions/domain/leg-event.ts';
import { type Live, nothingKnown } from '../../../functions/domain/live.ts';
import type { Strategy } from '../../../functions/domain/pool.ts';
import { readCall } from '../../../functions/domain/request.ts';
import { type AgentName, agents, type Desk } from './desk.ts';

const numberOf = (agent: AgentName): string => `+91900000001${agents.indexOf(agent)}`;
const agentOf = (number: string | undefined) => agents.find((agent) => numberOf(agent) === number);

const configWith = (strategy: Strategy): Config => ({
  settings: {
    country: 'IN',
    timeZone: 'Asia/Kolkata',
    dialPlan: { callingCode: '91', trunkPrefix: '0', internationalPrefix: '00', nationalLengths: [10] },
    numberPolicy: { countries: ['IN'], types: ['mobile'], allowedPrefixes: ['+91'], deniedPrefixes: [] },
    exophones: [],
    lastResort: [],
    blockedCallers: [],
    // The strategies by themselves: nobody rests after a call, nor is paused or put back for what he missed.
    leases: { wrapUpSeconds: 0 },
    misses: { coolDownSeconds: { busy: 0, 'no-answer': 0, failed: 0 }, pauseAfter: Number.POSITIVE_INFINITY },
  },
  hours: {},
  rotations: {},
  agents: Object.fromEntries(agents.map((agent) => [agent, { name: agent, numbers: [numberOf(agent)] }])),
  pools: {
    desk: {
      strategy,
      maxAttempts: 10,
      answer: 'list',
      leases: 'on',
      members: agents.map((agent) => ({ agent, tier: 1, weight: 1 })),
      overflow: [],
      overrides: [],
    },
  },
  applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'desk' }] } },
});

type Conversation = { readonly call: number; readonly agent: AgentName; readonly untilMs: number };

const idOf = (call: number) => ({ callSid: `call-${call}`, applet: 'main', leg: '-' });

export const deskOf = (strategy: Strategy): Desk => {
  const config = configWith(strategy);
  const applet = config.applets.main ?? { fetch: 'each', routes: [] };
  const live = new Map<string, Live>();
  let talking: readonly Conversation[] = [];
  let hunt: Hunt | undefined;

  const tell = (agent: string, event: LegEvent, atMs: number): void => {
    const effect = afterEvent(live.get(agent) ?? nothingKnown, event, rulesFor(agent, config), atMs);
    if (effect.kind === 'changed') live.set(agent, effect.live);
  };

  const hangUpUntil = (nowMs: number): void => {
    for (const { call, agent, untilMs } of talking.filter((one) => one.untilMs <= nowMs)) {
      const { callSid } = idOf(call);
      tell(agent, { callSid, number: numberOf(agent), kind: 'over', outcome: 'completed' }, untilMs);
    }
    talking = talking.filter((one) => one.untilMs > nowMs);
  };

  const ask = (call: number, report: Readonly<Record<string, string>>, nowMs: number): AgentName | undefined => {
    hangUpUntil(nowMs);
    const id = idOf(call);
    const params = Object.entries({ callsid: id.callSid, ...report }).map(([name, value]) => [name, [value]] as const);
    const inputs = { applet, config, identity: { revision: 1, hash: '' }, nowMs, live, lostClaims: 0 };
    const decision = decide(readCall(new Map(params)), id, hunt, inputs);
    if (decision.kind !== 'answer' || decision.answer.kind !== 'offer' || decision.head?.kind !== 'claim')
      return undefined;
    for (const { agent, event } of decision.endings) tell(agent, event, nowMs);
    const { claim } = decision.head;
    live.set(claim.agent, afterClaim(live.get(claim.agent), claim));
    hunt = afterWrite(hunt, decision.write);
    return agentOf(decision.answer.numbers[0]);
  };

  return {
    first: (call, atMs) => {
      hunt = undefined;
      return ask(call, {}, atMs);
    },
    next: (call, silent, atMs) => ask(call, { dialwhomnumber: numberOf(silent), dialcallstatus: 'no-answer' }, atMs),
    answer: (call, agent, atMs, untilMs) => {
      tell(agent, { callSid: idOf(call).callSid, number: numberOf(agent), kind: 'talking' }, atMs);
      talking = [...talking, { call, agent, untilMs }];
    },
  };
};
