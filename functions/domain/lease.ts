/**
 * What becomes of an agent by what is told of a phone of his, by requests and by events alike. Pure, and made for reports
 * that are late, doubled, lost or in the wrong order: none of them touches the lease of another call, or a later ring of
 * the same call, each outcome counts once, and every lease ends by itself.
 */
import { type Availability, freePlace, leasesAt, type Rules } from './availability.ts';
import type { LegEvent } from './leg-event.ts';
import { endedOf, isHisOld, type Lease, type Live, ringLeaseMs, ringOf } from './live.ts';
import { answeredAt, counting } from './misses.ts';
import { clockToleranceMs, longestDelayMs } from './provider-clock.ts';
import type { Outcome } from './request.ts';

/** The attempt of a lease that an event began: a number behind the head, an answer of the fallback, a transfer. */
const toldAttempt = 'told';

/** More rings than anybody has in half an hour: what bounds his item. */
const mostRemembered = 200;

/** What an event makes of an agent. */
export type EventEffect =
  /** `outcome`: what became of a ring, told for the first time. */
  | { readonly kind: 'changed'; readonly live: Live; readonly outcome?: Outcome | undefined }
  /** Nothing to do: it is about something that is over or known, or about somebody whom other calls hold. */
  | { readonly kind: 'stale' | Extract<Availability, 'held'> };

/** The agent after the event. `nowMs` is our clock, at which leases are granted and end. */
export const afterEvent = (live: Live, event: LegEvent, rules: Rules, nowMs: number): EventEffect => {
  const [place, lease] = leasesAt(live, nowMs).find(([, { callSid }]) => callSid === event.callSid) ?? [];
  if (lease !== undefined && lease.number === event.number && isOlder(event, lease, nowMs)) return { kind: 'stale' };
  return event.kind === 'over' || event.kind === 'left'
    ? afterEnd(live, event, { place, lease }, rules, nowMs)
    : afterSign(live, event, { place, lease }, rules, nowMs);
};

/** Does, or did, this number of his ring for that call, as far as is known of him? */
export const knowsRing = (live: Live, ring: Pick<Lease, 'callSid' | 'number'>, nowMs: number): boolean =>
  endedOf(live, ringOf(ring)) !== undefined ||
  leasesAt(live, nowMs).some(([, { callSid, number }]) => callSid === ring.callSid && number === ring.number);

/** What holds him for the call that an event is about. */
type Own = { readonly place: string | undefined; readonly lease: Lease | undefined };

/** A clock that is hours off, by its zone, tells nothing beside ours; beside itself it does. */
const isOlder = ({ sentMs }: LegEvent, lease: Lease, nowMs: number): boolean =>
  sentMs !== undefined &&
  (lease.sentMs !== undefined || Math.abs(sentMs - nowMs) < longestDelayMs) &&
  sentMs < (lease.sentMs ?? lease.claimedAtMs) - clockToleranceMs;

/** Surely of after the claim: it may change which number is thought to ring. */
const isNewer = ({ sentMs }: LegEvent, lease: Lease): boolean =>
  sentMs !== undefined && sentMs > (lease.sentMs ?? lease.claimedAtMs + clockToleranceMs);

/** His phone rings, or he talks: he is held for as long as a conversation can last, from the claim on. */
const afterSign = (live: Live, event: LegEvent, { place, lease }: Own, rules: Rules, nowMs: number): EventEffect => {
  // Told after the end, or once more: he would be held for as long as a conversation can last.
  if (lease?.phase === 'wrap-up' || hasEnded(live, event)) return { kind: 'stale' };
  if (lease !== undefined && lease.number !== event.number && !isNewer(event, lease)) return { kind: 'stale' };
  const isTalking = event.kind === 'talking' || lease?.phase === 'talking';
  const phase = isTalking ? ('talking' as const) : ('ringing' as const);
  const { callSid, number, caller, sentMs } = event;
  const held = lease ?? { callSid, attempt: toldAttempt, caller, claimedAtMs: nowMs, sentMs, untilMs: nowMs };
  const own =
    place ?? freePlace(live, rules.capacity, nowMs) ?? (isTalking ? placeOfTheSame(live, caller, nowMs) : undefined);
  if (own === undefined) return { kind: 'held' };
  const next = { ...held, number, phase, untilMs: Math.max(held.untilMs, held.claimedAtMs + rules.maxTalkMs) };
  if (lease !== undefined && lease.number === number && lease.phase === phase && lease.untilMs === next.untilMs) {
    return { kind: 'stale' };
  }
  const answered = event.kind === 'talking' ? answeredAt(nowMs) : {};
  const leases = { ...live.leases, [own]: next };
  const ended = lease === undefined ? withoutRing(live.ended, ringOf(event)) : live.ended;
  return { kind: 'changed', live: { ...live, ...answered, leases, ended } };
};

/** Another ring of this number begins. */
const withoutRing = (ended: Live['ended'], ring: string): Live['ended'] =>
  ended && Object.fromEntries(Object.entries(ended).filter(([one]) => one !== ring));

/** Where another call of this caller rings him, which cannot be while he talks. */
const placeOfTheSame = (live: Live, caller: string | undefined, nowMs: number): string | undefined =>
  leasesAt(live, nowMs).find(([, lease]) => isHisOld(lease, caller))?.[0];

/** A claim of the same number forgets its last ring; where none was made, only what is clearly later is another ring. */
const hasEnded = (live: Live, event: LegEvent): boolean => {
  const ended = endedOf(live, ringOf(event));
  return (
    ended !== undefined &&
    !(ended.isAssumed && event.kind === 'talking') &&
    (event.sentMs === undefined || event.sentMs <= (ended.sentMs ?? ended.atMs) + clockToleranceMs)
  );
};

/** What became of a ring, and with that of the lease it was held by. */
const afterEnd = (live: Live, event: LegEvent, { place, lease }: Own, rules: Rules, nowMs: number): EventEffect => {
  const ring = ringOf(event);
  const known = endedOf(live, ring);
  const isNews = event.outcome !== undefined && known?.outcome === undefined;
  const isHeld =
    lease !== undefined &&
    lease.phase !== 'wrap-up' &&
    // With the call gone from the applet none of his numbers rings for it.
    (lease.number === event.number || (event.kind === 'left' && isNewer(event, lease)));
  if (!isNews && !isHeld && known !== undefined) return { kind: 'stale' };
  const own = { atMs: nowMs, sentMs: known?.sentMs ?? event.sentMs, outcome: known?.outcome ?? event.outcome };
  const ended = { ...remembered(live.ended, nowMs), [ring]: own };
  const counted = isNews ? { ...live, ...counting(live, event, nowMs) } : live;
  const leases =
    isHeld && place !== undefined
      ? leasesAfter(live.leases, place, lease, event, rules, nowMs)
      : { ...live.leases, ...(isNews && lease === undefined ? restAfter(live, event, rules, nowMs) : {}) };
  return { kind: 'changed', live: { ...counted, leases, ended }, ...(isNews ? { outcome: event.outcome } : {}) };
};

/** After a conversation he gets his time between calls; somebody who only rang is free at once. */
const leasesAfter = (
  leases: Live['leases'],
  place: string,
  lease: Lease,
  { outcome }: LegEvent,
  { wrapUpMs }: Rules,
  nowMs: number,
): Live['leases'] => {
  const hasRungLonger = nowMs - lease.claimedAtMs > ringLeaseMs;
  const didTalk = outcome === 'completed' || (outcome === undefined && (lease.phase === 'talking' || hasRungLonger));
  if (didTalk && wrapUpMs > 0) {
    return { ...leases, [place]: { ...lease, phase: 'wrap-up', untilMs: nowMs + wrapUpMs } };
  }
  return Object.fromEntries(Object.entries(leases).filter(([one]) => one !== place));
};

/** Nobody told that they talked until it was over: he gets his time all the same, unless that is over as well. */
const restAfter = (live: Live, event: LegEvent, rules: Rules, nowMs: number): Live['leases'] => {
  const { callSid, number, caller, outcome, sentMs } = event;
  const place = freePlace(live, rules.capacity, nowMs);
  const untilMs = nowMs + rules.wrapUpMs;
  const isLate = sentMs !== undefined && nowMs - sentMs > rules.wrapUpMs + clockToleranceMs;
  if (outcome !== 'completed' || place === undefined || isLate || rules.wrapUpMs === 0) return {};
  const attempt = toldAttempt;
  return { [place]: { callSid, attempt, number, caller, claimedAtMs: nowMs, sentMs, phase: 'wrap-up', untilMs } };
};

/** For as long as something may still be told of them. */
const remembered = (ended: Live['ended'] = {}, nowMs: number): NonNullable<Live['ended']> =>
  Object.fromEntries(
    Object.entries(ended)
      .filter(([, { atMs }]) => atMs >= nowMs - longestDelayMs)
      .slice(-mostRemembered),
  );
