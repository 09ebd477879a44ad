/** One of the two URLs asked as the provider would, and whether a caller would have been served. */
import { type AnswerSource, type EmptyReason, emptyReasons } from './answer.ts';
import { budget } from './budget.ts';
import { listIn } from './phone.ts';

export type Asked =
  /** No whole answer within the provider's time. */
  | { readonly kind: 'unanswered'; readonly ms: number; readonly why: string }
  | ({
      readonly kind: 'answered';
      readonly ms: number;
      readonly status: number;
      readonly contentType: string | undefined;
      readonly body: string;
      /** Asked by a HEAD, which is answered without numbers: all else is known of it. */
      readonly isHead?: boolean | undefined;
    } & AnswerHeaders);

/** What its headers tell of an answer. */
export type AnswerHeaders = {
  readonly reason?: string | undefined;
  readonly source?: string | undefined;
  /** `applet`, where the answer is the last resort because of that. */
  readonly unknown?: string | undefined;
  readonly revision?: number | undefined;
  readonly ageSeconds?: number | undefined;
  /** What it does without: nobody loses his call for it, and it is no fault. */
  readonly degraded?: string | undefined;
};

/**
 * Why a first request may well get nobody: closed, a blocked caller, everybody on other calls, nobody on duty. `ended` is no
 * answer to a first request.
 */
const healthyReasons: readonly EmptyReason[] = emptyReasons.filter((reason) => reason !== 'ended');

/** What is wrong with it, in words; `undefined` when a caller would have been served. Never anything of the URL. */
export const faultOf = (asked: Asked): string | undefined => {
  if (asked.kind === 'unanswered') return asked.why;
  const { status, contentType, body, reason, ms, isHead } = asked;
  if (status !== 200) return `status ${status}${meanings[status] ?? ''}`;
  if (contentType?.startsWith('text/plain') !== true) return `content type ${contentType ?? 'missing'}, not text/plain`;
  if (!isHead && body === '' && !healthyReasons.some((one) => one === reason))
    return `empty, reason ${reason ?? 'missing'}`;
  if (body !== '' && listIn(body) === undefined) return 'the body is no list of different numbers';
  return ms > budget.slowMs
    ? `it took ${ms} ms, more than half of the ${budget.providerMs} ms that Exotel waits`
    : undefined;
};

const meanings: Readonly<Record<number, string>> = {
  403: ': the key in the URL is not accepted',
  404: ': no such applet, or no such URL',
  503: ': it says to ask the fallback',
};

/** The two URLs of a Connect applet. */
export type UrlName = 'primary' | 'fallback';

const urlOfSource: Readonly<Record<AnswerSource, UrlName>> = {
  table: 'primary',
  snapshot: 'fallback',
  floor: 'fallback',
  'last-resort': 'fallback',
};

const urlsBySource: ReadonlyMap<string, UrlName> = new Map(Object.entries(urlOfSource));

/** Whose answer it is, by what it says that it answers from; a refusal does not say. */
export const answeredBy = (asked: Asked): UrlName | undefined =>
  asked.kind === 'answered' ? urlsBySource.get(asked.source ?? '') : undefined;

/** A URL that answers as it should, and is not the one that callers need in its place. */
type WrongUrl =
  | { readonly kind: 'other-url'; readonly is: UrlName }
  /** Callers would get the last resort. */
  | { readonly kind: 'unknown-applet' };

/**
 * Of what was asked as the URL `url`. A floor may be older than the applet, so that it proves nothing: that there is no
 * snapshot is told by its age.
 */
export const wrongUrlIn = (url: UrlName, asked: Asked): WrongUrl | undefined => {
  const is = answeredBy(asked);
  if (is !== undefined && is !== url) return { kind: 'other-url', is };
  const isUnknown = asked.kind === 'answered' && asked.unknown === 'applet' && asked.revision !== undefined;
  return isUnknown ? { kind: 'unknown-applet' } : undefined;
};

/** In words, and nothing of the URL. */
export const describeWrong = (wrong: WrongUrl): string => {
  switch (wrong.kind) {
    case 'other-url':
      return `it answers as the ${wrong.is}: the two URLs are swapped, or one of them stands in both places`;
    case 'unknown-applet':
      return 'there is no such applet: callers would get the last resort';
  }
};
