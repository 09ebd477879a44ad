/**
 * Who gets how many calls? The setting is that of a published comparison of strategies: five agents, a call each 90 s on
 * average, 180 s of talk, 20 s until a phone that nobody answers is given up.
 */
import type { Strategy } from '../../../functions/domain/pool.ts';
import { chanceFrom } from '../scale/chance.ts';
import { type AgentName, absent, present } from './desk.ts';
import { deskByLastAnswer } from './last-answer-desk.ts';
import { deskOf } from './our-desk.ts';

const betweenCallsMs = 90_000;
const talkMs = 180_000;
const pickUpMs = 5_000;
const ringMs = 20_000;

/** What other systems call least recent: who has not *answered* for longest. Here only to compare with. */
export const compared = 'least-recently-answered' as const;

export type Fairness = {
  readonly strategy: Strategy | typeof compared;
  readonly calls: number;
  /** Share of the calls at which the absent agent's phone rings first. */
  readonly absentFirst: number;
  /** Phones rung a call. */
  readonly rings: number;
  /** Share of the calls for which everybody was on the phone. */
  readonly nobodyFree: number;
  /** Share of the answered calls of each agent who is there. */
  readonly shares: Readonly<Record<string, number>>;
  /** The largest of these shares in terms of an equal one. */
  readonly most: number;
};

export const measureFairness = (strategy: Fairness['strategy'], calls: number, seed: string): Fairness => {
  const random = chanceFrom(seed);
  const exponential = (meanMs: number) => -Math.log(random()) * meanMs;
  const desk = strategy === compared ? deskByLastAnswer() : deskOf(strategy);
  const answered = new Map<AgentName, number>();
  let [nowMs, absentFirst, rings, nobodyFree] = [Date.parse('2026-11-25T09:00:00+05:30'), 0, 0, 0];
  for (let call = 0; call < calls; call += 1) {
    nowMs += exponential(betweenCallsMs);
    let atMs = nowMs;
    const rung: AgentName[] = [];
    for (let next = desk.first(call, atMs); next !== undefined; next = desk.next(call, next, atMs)) {
      rung.push(next);
      if (next !== absent) {
        desk.answer(call, next, atMs + pickUpMs, atMs + pickUpMs + exponential(talkMs));
        answered.set(next, (answered.get(next) ?? 0) + 1);
        break;
      }
      atMs += ringMs;
    }
    rings += rung.length;
    if (rung[0] === absent) absentFirst += 1;
    if (rung.length === 0) nobodyFree += 1;
  }
  const total = [...answered.values()].reduce((sum, count) => sum + count, 0);
  const shares = Object.fromEntries(present.map((agent) => [agent, (answered.get(agent) ?? 0) / total]));
  return {
    strategy,
    calls,
    absentFirst: absentFirst / calls,
    rings: rings / calls,
    nobodyFree: nobodyFree / calls,
    shares,
    most: Math.max(...Object.values(shares)) * present.length,
  };
};
