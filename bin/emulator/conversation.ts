/** The Connect applet's loop: ask whom to dial, dial, ask again, until one of its exits. */
import { numbersToDial } from './answer.ts';
import type { AskedUrl, Attempt, AttemptReport, Call, ConversationResult, Exit, Handover } from './call.ts';
import { withQuery } from './configured-url.ts';
import { dial } from './dial.ts';
import type { EventSender, SenderDeps } from './event-sender.ts';
import { agentEvent, type Leg, passthruEvent } from './events.ts';
import { fetchNumbers } from './fetch-numbers.ts';
import { e164 } from './phone-number.ts';
import { queryOf } from './request.ts';

export type ConversationDeps = SenderDeps & {
  /** Of this call; without it the provider tells nothing but what it asks. Whoever made it awaits its `settled`. */
  readonly events?: EventSender | undefined;
};

/** One pass of a call through the applet, and what the next applet or pass of the same call starts from. */
export type Pass = { readonly result: ConversationResult; readonly handover: Handover };

/** Holds one call against the applet's URLs and tells how it ended. Never rejects on account of the URLs. */
export const holdConversation = async (call: Call, deps: ConversationDeps): Promise<ConversationResult> =>
  (await passThrough(call, deps)).result;

/**
 * The same, for flows in which a call meets a Connect applet more than once: start the next one from
 * `{ ...call, ...handover }`, and its first request reports the last attempt of this one, as Exotel's does.
 *
 * Every request asks the primary first. Each unique number is dialled once: only the first one not dialled yet
 * before asking again, or with `once` all of a single answer in its order. A conversation ends it, and so does an
 * answer with nobody new to dial.
 */
export const passThrough = async (call: Call, deps: ConversationDeps): Promise<Pass> => {
  const aheadMs = call.aheadMs ?? 0;
  const startedAt = call.startedAt ?? deps.now() + aheadMs;
  const progress: Progress = { startedAt, aheadMs, previous: call.previous, requests: [], legs: [] };
  for (;;) {
    const offered = await askWhomToDial(progress, call, deps);
    const dialled = new Set(progress.legs.map(({ report }) => e164(report.number)));
    const fresh = offered.filter((number) => !dialled.has(e164(number)));
    const ended = await dialInTurn(call.once ? fresh : fresh.slice(0, 1), progress, call, deps);
    const nobodyLeft = call.once || fresh.length === 0;
    const exit = ended ?? (nobodyLeft ? exitWithoutConversation(progress) : undefined);
    if (exit !== undefined) {
      deps.onEvent?.({ kind: 'left', atMs: elapsed(progress, deps), exit });
      const { requests, legs, ...handover } = progress;
      await deps.events?.send(passthruEvent(factsOf(progress, call, deps), legs));
      const attempts = legs.map(({ report: { number, outcome } }): Attempt => ({ number, outcome }));
      return { result: { callSid: call.callSid, applet: call.applet, exit, requests, attempts }, handover };
    }
  }
};

/** Grows while the call stays in the applet. */
type Progress = {
  readonly startedAt: number;
  aheadMs: number;
  previous: AttemptReport | undefined;
  readonly requests: AskedUrl[];
  readonly legs: Leg[];
};

const elapsed = ({ startedAt, aheadMs }: Progress, deps: ConversationDeps): number => deps.now() + aheadMs - startedAt;

/** What every request of the provider tells at this moment. */
const factsOf = ({ startedAt, aheadMs, previous }: Progress, call: Call, deps: ConversationDeps) => ({
  ...call,
  startedAt,
  now: deps.now() + aheadMs,
  previous,
});

/** One fetch. Only a 200 holds numbers; without one, from neither URL, there is nobody to dial. */
const askWhomToDial = async (progress: Progress, call: Call, deps: ConversationDeps): Promise<string[]> => {
  const { startedAt, aheadMs } = progress;
  const digits = progress.requests.length === 0 ? call.digits : undefined;
  const query = queryOf({ ...factsOf(progress, call, deps), digits });
  const exchanges = await fetchNumbers(urlsOf(call, query), deps);
  for (const { asked, sentAt, failure } of exchanges) {
    progress.requests.push(asked);
    deps.onEvent?.({ kind: 'asked', atMs: sentAt + aheadMs - startedAt, asked, failure });
  }
  const answer = exchanges.at(-1)?.asked;
  return answer?.status === 200 ? numbersToDial(answer.body) : [];
};

/** Dials until somebody talks or the caller gives up; undefined when neither happened. */
const dialInTurn = async (
  numbers: readonly string[],
  progress: Progress,
  call: Call,
  deps: ConversationDeps,
): Promise<Exit | undefined> => {
  for (const number of numbers) {
    deps.onEvent?.({ kind: 'dialling', atMs: elapsed(progress, deps), number });
    const tell = async (happened: 'Dial' | 'Answered' | AttemptReport, skippedMs = 0) => {
      const { now, ...facts } = factsOf(progress, call, deps);
      await deps.events?.send(agentEvent({ ...facts, now: now + skippedMs }, number, happened));
    };
    await tell('Dial');
    const onAnswer = (skippedMs: number) => tell('Answered', skippedMs);
    const { skippedMs, ...leg } = await dial(number, progress.legs.length + 1, call, { sleep: deps.sleep, onAnswer });
    const { report } = leg;
    progress.aheadMs += skippedMs;
    progress.previous = report;
    progress.legs.push(leg);
    deps.onEvent?.({ kind: 'attempted', atMs: elapsed(progress, deps), report });
    await tell(report);
    if (report.outcome === 'completed') return 'conversation-ended';
    if (report.outcome === 'canceled') return 'caller-hung-up';
  }
  return undefined;
};

const exitWithoutConversation = ({ legs }: Progress): Exit => (legs.length > 0 ? 'nobody-answered' : 'did-not-dial');

const urlsOf = (call: Call, query: string): { primary: string; fallback: string | undefined } => ({
  primary: withQuery(call.primary, query),
  fallback: call.fallback === undefined ? undefined : withQuery(call.fallback, query),
});
