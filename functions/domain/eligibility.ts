/** Of the numbers left to a call: whose each is, and whether he may be rung now. */
import { type Asking, type Availability, availabilityOf, isAutoPaused, leasesAt, rulesFor } from './availability.ts';
import { type PlanInputs, poolsFrom } from './candidates.ts';
import { agentOf, type Config } from './config.ts';
import { entry } from './entries.ts';
import { isPaused, type Lease, type Live } from './live.ts';
import type { Pool } from './pool.ts';
import { offDutyIn, rosterOf } from './roster.ts';

/** Whose number it is, and where he stands in the pools that were reached. */
export type Owner = {
  readonly agent: string;
  readonly pool: string;
  readonly tier: number;
  readonly isOnDuty: boolean;
};

/** Of all numbers that a pool reaches, whose they are; a number of nobody's is taken for somebody's who has left. */
export type Owners = { readonly of: (number: string) => Owner; readonly all: readonly Owner[] };

/** What somebody's eligibility depends on. */
type AskingNow = Asking & PlanInputs;

type Eligibility = Exclude<Availability, 'auto-paused'>;

/** Numbers of the plan that were not offered in their turn, by why. */
export type PassedOver = {
  /** Left out: other calls hold their agent. */
  readonly held: readonly string[];
  /** Behind the others: their agent has just missed a call. */
  readonly cooling: readonly string[];
  /** Left out: their agent is paused, by hand or because he missed too many calls in a row. */
  readonly paused: readonly string[];
};

/** The numbers by how their agents stand, each group in the order given. */
export const byEligibility = (
  numbers: readonly string[],
  owners: Owners,
  asking: AskingNow,
): Readonly<Record<Eligibility, string[]>> => {
  const groups: Record<Eligibility, string[]> = { free: [], cooling: [], held: [], paused: [] };
  const eligibilityOf = eligibilityAmong(owners.all, asking);
  for (const number of numbers) groups[eligibilityOf(owners.of(number))].push(number);
  return groups;
};

/**
 * How each stands. Where leases are off only a pause by hand counts. Nobody is paused for missed calls when nobody of his
 * pool who is on duty would be left.
 */
const eligibilityAmong = (all: readonly Owner[], asking: AskingNow): ((owner: Owner) => Eligibility) => {
  const known = new Map<string, Availability>();
  const availability = ({ agent }: Owner): Availability => {
    const { config, live, nowMs } = asking;
    const seen = known.get(agent) ?? availabilityOf(live.get(agent), asking, rulesFor(agent, config), nowMs);
    known.set(agent, seen);
    return seen;
  };
  // Also whoever rings at the moment, since he may be free for the next call; unless he too has missed too many.
  const isInService = ({ agent }: Owner): boolean => {
    const { config, live, nowMs } = asking;
    const known = live.get(agent);
    return known === undefined || !(isPaused(known, nowMs) || isAutoPaused(known, rulesFor(agent, config), nowMs));
  };
  const staffed = new Set(all.filter((owner) => owner.isOnDuty && isInService(owner)).map(({ pool }) => pool));
  return (owner) => {
    const seen = availability(owner);
    if (seen === 'paused') return 'paused';
    if (leaseModeOf(owner.pool, asking.config) === 'off') return 'free';
    if (seen === 'auto-paused') return staffed.has(owner.pool) ? 'paused' : 'free';
    return seen;
  };
};

/** Has this very attempt claimed him already, in this request or in its twin? */
export const isHeldBy = (
  live: Live | undefined,
  { callSid, attempt }: Pick<Lease, 'callSid' | 'attempt'>,
  nowMs: number,
): boolean =>
  live !== undefined &&
  leasesAt(live, nowMs).some(([, lease]) => lease.callSid === callSid && lease.attempt === attempt);

/** Does whoever is first in an answer of this pool belong to its call while he rings? */
export const leaseModeOf = (pool: string, config: Config): Pool['leases'] => entry(config.pools, pool)?.leases ?? 'on';

/** Of every number that the pool reaches: whose it is, and where he stands; where he is on duty rather than where he is not. */
export const ownersOf = (pool: string, config: Config, nowMs: number): Owners => {
  const owners = new Map<string, Owner>();
  const others: [string, Owner][] = [];
  for (const { id, pool: one } of poolsFrom(pool, config)) {
    const offDuty = offDutyIn(one, config, nowMs);
    for (const person of rosterOf(one, config, nowMs)) {
      const isOff = offDuty(person) !== undefined;
      const owner = { agent: person.agent, pool: id, tier: person.tier, isOnDuty: !isOff };
      for (const number of entry(config.agents, person.agent)?.numbers ?? []) {
        if (isOff) others.push([number, owner]);
        else if (!owners.has(number)) owners.set(number, owner);
      }
    }
  }
  for (const [number, owner] of others) if (!owners.has(number)) owners.set(number, owner);
  return { of: (number) => owners.get(number) ?? anybody(number, pool, config), all: [...owners.values()] };
};

/** The plan was pinned and its pool has changed since: he is in another one now. */
const anybody = (number: string, pool: string, config: Config): Owner => ({
  agent: agentOf(number, config) ?? '',
  pool,
  tier: 1,
  isOnDuty: true,
});
