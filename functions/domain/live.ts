/**
 * What changes with every call about an agent: when he was offered, and which call holds him. The rules of a claim are
 * here as pure functions; a store has to follow them with one conditional write.
 */

/** An agent held by one attempt of a call. Past `untilMs` it is nothing: no lease has to be ended for an agent to be free. */
export type Lease = {
  readonly callSid: string;
  /** Which attempt of that call, so that the twin of a request knows its own lease. */
  readonly attempt: string;
  readonly untilMs: number;
};

export type Live = {
  /** As the head of an answer, in whatever pool. */
  readonly lastOfferedMs?: number | undefined;
  /** The same, by pool: whose turn it is. */
  readonly turns: Readonly<Record<string, number>>;
  /** How often, by `slotOf` the time. */
  readonly offers: Readonly<Record<string, number>>;
  readonly lease?: Lease | undefined;
  /** Which attempt of which call offered him last. */
  readonly lastBy?: string | undefined;
};

/** By agent; who is missing was never offered. */
export type LiveView = ReadonlyMap<string, Live>;

/** Names a lease: which agent, and which attempt of which call holds him. */
export type Hold = { readonly agent: string } & Omit<Lease, 'untilMs'>;

/** One agent offered as the head of an answer. Without a lease it is only noted, whoever holds him. */
export type Claim = {
  readonly agent: string;
  readonly pool: string;
  readonly atMs: number;
  readonly lease?: Lease | undefined;
  /** Which attempt of which call offers him: the copies of a request are one offer. */
  readonly by: string;
  /** Slots that have left the window and can be forgotten. */
  readonly staleSlots: readonly string[];
};

/** How long a phone rings: 30 s unless the applet says otherwise, and up to 10 s until it does and we hear of it. */
export const ringLeaseMs = 40_000;

/** Offers are counted over an hour that slides in steps of five minutes. */
const slotMs = 5 * 60_000;
const windowSlots = 12;

const slotOf = (atMs: number): number => Math.floor(atMs / slotMs);

/** Offers within the last hour, give or take five minutes. */
export const offersWithin = (live: Live | undefined, nowMs: number): number =>
  Object.entries(live?.offers ?? {})
    .filter(([slot]) => Number(slot) > slotOf(nowMs) - windowSlots)
    .reduce((sum, [, count]) => sum + count, 0);

export const staleSlots = (live: Live | undefined, nowMs: number): string[] =>
  Object.keys(live?.offers ?? {}).filter((slot) => Number(slot) <= slotOf(nowMs) - windowSlots);

/** Is he held by another call? */
export const isHeldElsewhere = (live: Live | undefined, callSid: string, nowMs: number): boolean =>
  live?.lease !== undefined && live.lease.untilMs > nowMs && live.lease.callSid !== callSid;

/** Has this very attempt claimed him already, in this request or in its twin? */
export const isHeldBy = (
  live: Live | undefined,
  { callSid, attempt }: Omit<Lease, 'untilMs'>,
  nowMs: number,
): boolean =>
  live?.lease !== undefined &&
  live.lease.untilMs > nowMs &&
  live.lease.callSid === callSid &&
  live.lease.attempt === attempt;

/** May he be claimed? Nobody holds him, or another attempt of the same call does: it is over. An offer is noted once. */
export const isClaimable = (live: Live | undefined, { lease, atMs, by }: Claim): boolean =>
  lease === undefined ? live?.lastBy !== by : isFreeFor(live, lease, atMs);

const isFreeFor = (live: Live | undefined, lease: Lease, atMs: number): boolean =>
  live?.lease === undefined ||
  live.lease.untilMs <= atMs ||
  (live.lease.callSid === lease.callSid && live.lease.attempt !== lease.attempt);

export const afterClaim = (live: Live | undefined, { pool, atMs, lease, by, staleSlots: stale }: Claim): Live => {
  const slot = String(slotOf(atMs));
  const offers = Object.entries(live?.offers ?? {}).filter(([known]) => !stale.includes(known));
  return {
    lastOfferedMs: atMs,
    turns: { ...live?.turns, [pool]: atMs },
    offers: { ...Object.fromEntries(offers), [slot]: (live?.offers[slot] ?? 0) + 1 },
    lease: lease ?? live?.lease,
    lastBy: by,
  };
};

/** The slot a claim is counted in. */
export const slotOfClaim = ({ atMs }: Claim): string => String(slotOf(atMs));
