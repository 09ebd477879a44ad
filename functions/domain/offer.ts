/** From whom is left to an answer: who is at its head, and what has to be claimed before it may leave. */
import type { HuntAnswer } from './answer.ts';
import { poolsFrom } from './candidates.ts';
import { type Config, entry } from './config.ts';
import { unitHash } from './hash.ts';
import { type Claim, isHeldBy, isHeldElsewhere, type Lease, type LiveView, ringLeaseMs, staleSlots } from './live.ts';
import { listOf } from './plan.ts';
import { offDutyIn, rosterOf } from './roster.ts';

/** Whose turn it is to ring, and on what terms. */
export type Head =
  /** Hold him for this attempt first; somebody else may be faster. */
  | { readonly kind: 'claim'; readonly claim: Claim; readonly lease: Lease }
  /** Leases are off in this pool: nothing to win, the offer is only noted. */
  | { readonly kind: 'note'; readonly claim: Claim }
  /** This attempt holds him already. */
  | { readonly kind: 'held'; readonly agent: string }
  /** Every agent left is held by another call; the offer is noted all the same. */
  | { readonly kind: 'taken'; readonly claim: Claim };

export type Offer = {
  readonly answer: HuntAnswer;
  readonly head: Head;
  /** Numbers that stand behind the others because another call holds their agent; the head first, if he is one. */
  readonly held: readonly string[];
};

/** One attempt of one call, and what it can see. */
export type Attempting = {
  readonly callSid: string;
  /** Names the attempt within its call. */
  readonly attempt: string;
  readonly pool: string;
  readonly config: Config;
  readonly live: LiveView;
  readonly nowMs: number;
  /** How many claims this attempt has lost. */
  readonly lostClaims: number;
};

/**
 * The numbers, of which there must be one, with those of agents that other calls hold behind the rest. Each lost claim
 * makes it four times as many of the best that the next head is picked from, so that a hundred calls of one moment do not
 * all want the second best as well; never past the pool and the tier of the best.
 */
export const offerFrom = (numbers: readonly string[], attempting: Attempting): Offer => {
  const { callSid, pool, config, live, nowMs, lostClaims } = attempting;
  const owners = ownersIn(pool, config, nowMs);
  const ownerOf = (number: string): Owner => owners.get(number) ?? anybody(number, pool, config);
  const isHeld = (number: string) => {
    const { agent, pool: own } = ownerOf(number);
    return leasesOf(own, config) === 'on' && isHeldElsewhere(live.get(agent), callSid, nowMs);
  };
  const free = numbers.filter((number) => !isHeld(number));
  const held = numbers.filter(isHeld);

  // The twin of this request may have claimed somebody already.
  const ours = free.find((number) => isHeldBy(live.get(ownerOf(number).agent), attempting, nowMs));
  const best = ours ?? free[0] ?? longestAgo(held, (number) => live.get(ownerOf(number).agent)?.lastOfferedMs ?? 0);
  const { pool: bestPool, tier } = ownerOf(best);
  const equals = free.filter((number) => ownerOf(number).pool === bestPool && ownerOf(number).tier === tier);
  const choice = equals.slice(0, 4 ** Math.min(lostClaims, 10));
  const chance = unitHash(callSid, attempting.attempt, String(lostClaims));
  const first = ours ?? choice[Math.floor(chance * choice.length)] ?? best;
  return {
    answer: answerOf([first, ...[...free, ...held].filter((number) => number !== first)], pool, config),
    head: headFor(ownerOf(first), free.length === 0, attempting),
    held: [...held.filter((number) => number === first), ...held.filter((number) => number !== first)],
  };
};

/** When everybody is held, not every call of that time should ring the same one. */
const longestAgo = (numbers: readonly string[], offeredMs: (number: string) => number): string =>
  numbers.reduce((best, number) => (offeredMs(number) < offeredMs(best) ? number : best), numbers[0] ?? '');

type Owner = { readonly agent: string; readonly pool: string; readonly tier: number };

const headFor = ({ agent, pool }: Owner, isTaken: boolean, attempting: Attempting): Head => {
  const { callSid, attempt, config, live, nowMs } = attempting;
  const by = `${callSid}#${attempt}`;
  const claim = { agent, pool, atMs: nowMs, by, staleSlots: staleSlots(live.get(agent), nowMs) };
  if (leasesOf(pool, config) === 'off') return { kind: 'note', claim };
  if (isTaken) return { kind: 'taken', claim };
  if (isHeldBy(live.get(agent), { callSid, attempt }, nowMs)) return { kind: 'held', agent };
  const lease = { callSid, attempt, untilMs: nowMs + ringLeaseMs };
  return { kind: 'claim', lease, claim: { ...claim, lease } };
};

const answerOf = (numbers: readonly string[], pool: string, config: Config): HuntAnswer =>
  entry(config.pools, pool)?.answer === 'one'
    ? { kind: 'offer', numbers: numbers.slice(0, 1) }
    : listOf(numbers, pool, config);

const leasesOf = (pool: string, config: Config) => entry(config.pools, pool)?.leases ?? 'on';

/** Of every number that the pool reaches: whose it is, and where he stands; where he is on duty rather than where he is not. */
const ownersIn = (pool: string, config: Config, nowMs: number): ReadonlyMap<string, Owner> => {
  const owners = new Map<string, Owner>();
  const others: [string, Owner][] = [];
  for (const { id, pool: one } of poolsFrom(pool, config)) {
    const offDuty = offDutyIn(one, config, nowMs);
    for (const place of rosterOf(one, config, nowMs)) {
      const owner = { agent: place.agent, pool: id, tier: place.tier };
      const isOff = offDuty(place) !== undefined;
      for (const number of entry(config.agents, place.agent)?.numbers ?? []) {
        if (isOff) others.push([number, owner]);
        else if (!owners.has(number)) owners.set(number, owner);
      }
    }
  }
  for (const [number, owner] of others) if (!owners.has(number)) owners.set(number, owner);
  return owners;
};

/** The plan was pinned and its pool has changed since: he is in another one now. */
const anybody = (number: string, pool: string, config: Config): Owner => ({
  agent: agentOf(number, config) ?? '',
  pool,
  tier: 1,
});

/** Whose number this is, as the configuration stands. */
export const agentOf = (number: string | undefined, { agents }: Config): string | undefined =>
  number === undefined ? undefined : Object.entries(agents).find(([, { numbers }]) => numbers.includes(number))?.[0];
