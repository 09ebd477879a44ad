/**
 * Which visit and which attempt a request belongs to. The stored hunt decides, never the presence of a parameter: the
 * first request of an applet may report an earlier applet, and any request may come twice.
 */
import type { HuntAnswer } from './answer.ts';
import { attemptKey, entryKey } from './attempt-key.ts';
import { reportedNumber } from './call-numbers.ts';
import type { Applet, Config } from './config.ts';
import { type Attempt, attemptsOf, type End, type Hunt, headOf } from './hunt.ts';
import type { Call } from './request.ts';

/** A request so soon after another may be its repeat; a later one is not. */
const endRepeatsMs = 10_000;

export type RequestKind =
  | { readonly kind: 'repeat'; readonly answer: HuntAnswer }
  | { readonly kind: 'attempt'; readonly key: string }
  | { readonly kind: 'visit' };

/** What that depends on besides the call and its hunt. */
type RequestInputs = { readonly applet: Pick<Applet, 'fetch'>; readonly config: Config; readonly nowMs: number };

/** What a request is to the call's last visit: a repeat, its next attempt, or the start of another one. */
export const kindOfRequest = (call: Call, latest: Hunt, { applet, config, nowMs }: RequestInputs): RequestKind => {
  const key = attemptKey(call, config);
  if (latest.end !== undefined) return kindAfterEnd(call, latest, latest.end, key, nowMs);
  // Digits are sent with an applet's first request only. Others than before were pressed on another pass.
  if (call.digits !== undefined && call.digits !== latest.digits) return { kind: 'visit' };

  const entered = latest.attempts[entryKey(key)];
  const stored = latest.attempts[key];
  if (applet.fetch === 'once') return kindWhereAskedOnce(call, entered ?? stored, nowMs);
  if (entered !== undefined && (stored === undefined || call.currentSeconds === entered.currentSeconds)) {
    // The visit began with this very report, of an earlier applet. It is that request again, unless the number has
    // been at the head since and time has passed: then it has really rung.
    if (!hasRungSince(call, latest, entered, config, nowMs)) return { kind: 'repeat', answer: entered.answer };
  } else if (stored !== undefined) {
    return { kind: 'repeat', answer: stored.answer };
  }
  if (call.report.status === 'completed' && isLaterPass(call, latest, nowMs)) return { kind: 'visit' };
  return { kind: 'attempt', key };
};

/**
 * Such an applet asks once a pass, so whatever is no repeat is another pass. Each may report the same: the last phone of the
 * list, which rang in vain. Twins are sent at one time, passes at least one ring apart; where no time was sent ours tells
 * passes that report something.
 */
const kindWhereAskedOnce = (call: Call, again: Attempt | undefined, nowMs: number): RequestKind => {
  if (again === undefined) return { kind: 'visit' };
  const hasReport = call.report.number !== undefined || call.report.status !== undefined;
  const gapMs = sentGapMs(call, again) ?? (hasReport ? nowMs - again.atMs : 0);
  return gapMs > endRepeatsMs ? { kind: 'visit' } : { kind: 'repeat', answer: again.answer };
};

const kindAfterEnd = (call: Call, latest: Hunt, end: End, key: string, nowMs: number): RequestKind => {
  const isLate = nowMs - end.atMs > endRepeatsMs;
  // A visit that ended with its first request (closed, say) would otherwise begin anew with each repeat of it.
  const isEndAgain =
    [key, entryKey(key)].includes(end.key) && latest.attempts[end.key]?.ordinal === 1 && call.digits === latest.digits;
  if (isLate || (call.digits !== undefined && !isEndAgain)) return { kind: 'visit' };
  // The report that the visit began with, of an earlier applet, once more.
  const entered = latest.attempts[entryKey(key)];
  const isEntry = entered !== undefined && sentGapMs(call, entered) === 0;
  const stored = latest.attempts[key] ?? (isEntry ? entered : latest.attempts[end.key]);
  return stored === undefined ? { kind: 'visit' } : { kind: 'repeat', answer: stored.answer };
};

const hasRungSince = (call: Call, latest: Hunt, entered: Attempt, config: Config, nowMs: number): boolean => {
  const last = attemptsOf(latest).at(-1);
  if (last === undefined || headOf(last) !== reportedNumber(call, config)) return false;
  const gapMs = sentGapMs(call, entered);
  return gapMs === undefined ? last.ordinal > 1 || nowMs - last.atMs > endRepeatsMs : gapMs !== 0;
};

/**
 * A conversation was reported to a visit that had not ended: either the provider asks on although it is over, or the
 * flow has come back after it. Key presses are sent only on the first request of an applet; without them the gap
 * between the end of the conversation and this request tells, on whichever clock shows one.
 */
const isLaterPass = (call: Call, latest: Hunt, nowMs: number): boolean => {
  if (call.digits !== undefined) return true;
  const last = attemptsOf(latest).at(-1);
  if (last === undefined) return false;
  const spentMs = (call.report.durationSeconds ?? 0) * 1000;
  const gapMs = Math.max(nowMs - last.atMs, sentGapMs(call, last) ?? 0);
  return gapMs - spentMs > endRepeatsMs;
};

/** Between that attempt's request and this one by the provider's clock, where both tell it. */
const sentGapMs = (call: Call, { currentSeconds }: Attempt): number | undefined =>
  call.currentSeconds === undefined || currentSeconds === undefined
    ? undefined
    : (call.currentSeconds - currentSeconds) * 1000;
