/** The rules by which an agent is claimed, pure; a store has to follow them with one conditional write. */
import { isHisOld, isPaused, type Lease, type Live, nothingKnown, ringOf } from './live.ts';
import { slotOf } from './offers.ts';

/** One agent offered as the head of an answer. Without a lease it is only noted, whoever holds him. */
export type Claim = {
  readonly agent: string;
  readonly pool: string;
  readonly atMs: number;
  readonly lease?: PlacedLease | undefined;
  /** Which attempt of which call offers him: the copies of a request are one offer. */
  readonly by: string;
  /** Slots that have left the window and can be forgotten. */
  readonly staleSlots: readonly string[];
};

export type PlacedLease = Lease & {
  readonly place: string;
  /** His other places: none of them may be held by the same call. */
  readonly others: readonly string[];
  /** The ring of the same caller's old call whose lease it takes over. */
  readonly tookOver?: string | undefined;
};

/** May he be claimed? Holds for somebody of whom nothing is known, too. An offer is noted once. */
export const isClaimable = (live: Live | undefined, { lease, atMs, by }: Claim): boolean =>
  lease === undefined
    ? live?.lastBy !== by
    : live === undefined || (!isPaused(live, atMs) && isFreeFor(live.leases, lease, atMs));

/** The place that is claimed is held by a call whose end nobody told, until its time was up. */
export const isLeaseExpired = (
  live: Live | undefined,
  { place }: Pick<PlacedLease, 'place'>,
  atMs: number,
): boolean => {
  const holder = live?.leases[place];
  return holder !== undefined && holder.untilMs <= atMs && holder.phase !== 'wrap-up';
};

/** His place is free, or held by another attempt of the same call (it is over), or by an old call of the same caller. */
const isFreeFor = (leases: Live['leases'], lease: PlacedLease, atMs: number): boolean => {
  const holder = leases[lease.place];
  const isFree =
    holder === undefined ||
    holder.untilMs <= atMs ||
    (holder.callSid === lease.callSid ? holder.attempt !== lease.attempt : isHisOld(holder, lease.caller));
  const isElsewhere = lease.others.some((place) => {
    const other = leases[place];
    return other !== undefined && other.untilMs > atMs && other.callSid === lease.callSid;
  });
  return isFree && !isElsewhere;
};

/** The agent once a claim is won; whether it may be is for `isClaimable` to say. The stores write the same as one update. */
export const afterClaim = (live: Live | undefined, claim: Claim): Live => {
  const { pool, atMs, lease: placed, by, staleSlots: stale } = claim;
  const { turns, offers, leases, ended = {}, ...known } = live ?? nothingKnown;
  const slot = slotOf(atMs);
  const { place = '0', others: _others, tookOver, ...lease }: Partial<PlacedLease> = placed ?? {};
  // Another ring of this number begins; without a lease nobody could tell it from the last one.
  const rings = Object.entries(ended).filter(([ring]) => placed === undefined || ring !== ringOf(placed));
  if (tookOver !== undefined && !Object.hasOwn(ended, tookOver)) rings.push([tookOver, { atMs, isAssumed: true }]);
  return {
    ...known,
    version: (known.version ?? 0) + 1,
    lastOfferedMs: atMs,
    turns: { ...turns, [pool]: atMs },
    offers: {
      ...Object.fromEntries(Object.entries(offers).filter(([one]) => !stale.includes(one))),
      [slot]: (offers[slot] ?? 0) + 1,
    },
    leases: placed === undefined ? leases : { ...leases, [place]: lease as Lease },
    ended: rings.length === 0 ? undefined : Object.fromEntries(rings),
    lastBy: by,
  };
};
