/** The Connect applet's loop: ask whom to dial, dial, ask again, until one of its exits. */
import { numbersToDial } from './answer.ts';
import type {
  AskedUrl,
  Attempt,
  AttemptReport,
  Call,
  ConversationEvent,
  ConversationResult,
  Exit,
  Handover,
} from './call.ts';
import { withQuery } from './configured-url.ts';
import { type FetchDeps, fetchNumbers } from './fetch-numbers.ts';
import { e164 } from './phone-number.ts';
import { type Stretch, stretchesOf } from './phones.ts';
import { queryOf } from './request.ts';

export type ConversationDeps = FetchDeps & {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Told of everything as it happens. */
  readonly onEvent?: ((event: ConversationEvent) => void) | undefined;
};

/** One pass of a call through the applet, and what the next applet or pass of the same call starts from. */
export type Pass = { readonly result: ConversationResult; readonly handover: Handover };

/** Holds one call against the applet's URLs and tells how it ended. Never rejects on account of the URLs. */
export async function holdConversation(call: Call, deps: ConversationDeps): Promise<ConversationResult> {
  return (await passThrough(call, deps)).result;
}

/**
 * The same, for flows in which a call meets a Connect applet more than once: start the next one from
 * `{ ...call, ...handover }`, and its first request reports the last attempt of this one, as Exotel's does.
 *
 * Every request asks the primary first. Each unique number is dialled once: only the first one not dialled yet
 * before asking again, or with `once` all of a single answer in its order. A conversation ends it, and so does an
 * answer with nobody new to dial.
 */
export async function passThrough(call: Call, deps: ConversationDeps): Promise<Pass> {
  const aheadMs = call.aheadMs ?? 0;
  const startedAt = call.startedAt ?? deps.now() + aheadMs;
  const progress: Progress = { startedAt, aheadMs, previous: call.previous, requests: [], attempts: [] };
  for (;;) {
    const offered = await askWhomToDial(progress, call, deps);
    const dialled = new Set(progress.attempts.map(({ number }) => e164(number)));
    const fresh = offered.filter((number) => !dialled.has(e164(number)));
    const ended = await dialInTurn(call.once ? fresh : fresh.slice(0, 1), progress, call, deps);
    const nobodyLeft = call.once || fresh.length === 0;
    const exit = ended ?? (nobodyLeft ? exitWithoutConversation(progress) : undefined);
    if (exit !== undefined) {
      deps.onEvent?.({ kind: 'left', atMs: elapsed(progress, deps), exit });
      const { requests, attempts, ...handover } = progress;
      return { result: { callSid: call.callSid, applet: call.applet, exit, requests, attempts }, handover };
    }
  }
}

/** Grows while the call stays in the applet. */
type Progress = {
  readonly startedAt: number;
  aheadMs: number;
  previous: AttemptReport | undefined;
  readonly requests: AskedUrl[];
  readonly attempts: Attempt[];
};

function elapsed({ startedAt, aheadMs }: Progress, deps: ConversationDeps): number {
  return deps.now() + aheadMs - startedAt;
}

/** One fetch. Only a 200 holds numbers; without one, from neither URL, there is nobody to dial. */
async function askWhomToDial(progress: Progress, call: Call, deps: ConversationDeps): Promise<string[]> {
  const { startedAt, aheadMs, previous } = progress;
  const digits = progress.requests.length === 0 ? call.digits : undefined;
  const query = queryOf({ ...call, startedAt, now: deps.now() + aheadMs, previous, digits });
  const exchanges = await fetchNumbers(urlsOf(call, query), deps);
  for (const { asked, sentAt, failure } of exchanges) {
    progress.requests.push(asked);
    deps.onEvent?.({ kind: 'asked', atMs: sentAt + aheadMs - startedAt, asked, failure });
  }
  const answer = exchanges.at(-1)?.asked;
  return answer?.status === 200 ? numbersToDial(answer.body) : [];
}

/** Dials until somebody talks or the caller gives up; undefined when neither happened. */
async function dialInTurn(
  numbers: readonly string[],
  progress: Progress,
  call: Call,
  deps: ConversationDeps,
): Promise<Exit | undefined> {
  for (const number of numbers) {
    deps.onEvent?.({ kind: 'dialling', atMs: elapsed(progress, deps), number });
    const { report, skippedMs } = await dial(number, progress.attempts.length + 1, call, deps);
    progress.aheadMs += skippedMs;
    progress.previous = report;
    progress.attempts.push({ number, outcome: report.outcome });
    deps.onEvent?.({ kind: 'attempted', atMs: elapsed(progress, deps), report });
    if (report.outcome === 'completed') return 'conversation-ended';
    if (report.outcome === 'canceled') return 'caller-hung-up';
  }
  return undefined;
}

function exitWithoutConversation({ attempts }: Progress): Exit {
  return attempts.length > 0 ? 'nobody-answered' : 'did-not-dial';
}

function urlsOf(call: Call, query: string): { primary: string; fallback: string | undefined } {
  return {
    primary: withQuery(call.primary, query),
    fallback: call.fallback === undefined ? undefined : withQuery(call.fallback, query),
  };
}

/** Dials one number. `skippedMs` is the part of the attempt that passes on the reported clock alone. */
async function dial(
  number: string,
  attempt: number,
  call: Call,
  deps: ConversationDeps,
): Promise<{ report: AttemptReport; skippedMs: number }> {
  const outcome = attempt === call.hangupAfter ? 'canceled' : call.phones(number);
  const pace = { ringSeconds: call.ringSeconds ?? 0, talkSeconds: call.talkSeconds ?? 0 };
  const { ring, talk } = stretchesOf(outcome, pace);
  const skippedMs = (await pass(ring, deps)) + (await pass(talk, deps));
  // Exotel reports no duration for a caller who hung up while it rang.
  const durationSeconds = outcome === 'canceled' ? 0 : ring.seconds + talk.seconds;
  return { report: { number, outcome, durationSeconds }, skippedMs };
}

async function pass({ seconds, real }: Stretch, deps: ConversationDeps): Promise<number> {
  if (!real) return seconds * 1000;
  await deps.sleep(seconds * 1000);
  return 0;
}
