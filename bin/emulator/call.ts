/** The words of one conversation with the Connect applet: what is known before it starts and what it leaves behind. */
import type { ProviderEvent } from './events.ts';
import type { Outcome, PhoneOutcome } from './phones.ts';

/** How the provider saw the last attempt; what it reports with the next request of the same call. */
export type AttemptReport = {
  /** As it was dialled, in any form: `+919900112233`, `09900112233`, `sip:asha`. */
  readonly number: string;
  readonly outcome: Outcome;
  /** Ringing included, so not talk time: Exotel sends 17 for a talk of 10 and 5 for a call nobody took. */
  readonly durationSeconds: number;
};

/**
 * Ways a previous attempt has been seen reported: in full, with an empty `DialWhomNumber`, or with the literal
 * `DialCallStatus=null` and the outcome in `CallType` alone.
 */
export type ReportStyle = 'full' | 'no-number' | 'null-status';

/** One call standing before one Connect applet. */
export type Call = {
  readonly callSid: string;
  readonly applet: string;
  /** Complete URLs as configured in the applet, `key` and `leg` included; the fallback is optional there too. */
  readonly primary: string;
  readonly fallback?: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly direction?: 'incoming' | 'outbound-dial' | undefined;
  /** Keys pressed in a Gather or IVR applet just before, without quotes. */
  readonly digits?: string | undefined;
  readonly customField?: string | undefined;
  readonly phones: (number: string) => PhoneOutcome;
  /** Seconds really spent ringing and talking; without them time is only reported as if it had passed. */
  readonly ringSeconds?: number | undefined;
  readonly talkSeconds?: number | undefined;
  /** "Fetch numbers after every call attempt" unchecked: one request, all its numbers dialled. */
  readonly once?: boolean | undefined;
  /** The caller gives up while attempt N rings, counted from 1 in this applet. */
  readonly hangupAfter?: number | undefined;
  readonly reportStyle?: ReportStyle | undefined;
} & Partial<Handover>;

/** What a call carries from one Connect applet, or one pass through it, into the next. */
export type Handover = {
  /** When the call reached the flow, in epoch milliseconds: `Created` and `StartTime` in every later request. */
  readonly startedAt: number;
  /** How far the reported time has run ahead of the clock, because ringing and talking were not waited for. */
  readonly aheadMs: number;
  readonly previous: AttemptReport | undefined;
};

/** The applet's three ways out, and the caller's own. */
export type Exit = 'conversation-ended' | 'nobody-answered' | 'did-not-dial' | 'caller-hung-up';

/** `status` is null and `body` empty when no answer came: timed out, or the connection failed. */
export type AskedUrl = {
  readonly url: 'primary' | 'fallback';
  readonly status: number | null;
  readonly ms: number;
  readonly body: string;
};

/** `number` is written as the answer wrote it. */
export type Attempt = { readonly number: string; readonly outcome: Outcome };

export type ConversationResult = {
  readonly callSid: string;
  readonly applet: string;
  readonly exit: Exit;
  readonly requests: readonly AskedUrl[];
  readonly attempts: readonly Attempt[];
};

/** An event that the provider told of the call; `status` as above. */
export type SentEvent = Pick<ProviderEvent, 'name' | 'type' | 'number'> & Pick<AskedUrl, 'status' | 'ms'>;

/** What happens, as it happens; `atMs` counts from the start of the call on the reported clock. */
export type ConversationEvent =
  | { readonly kind: 'asked'; readonly atMs: number; readonly asked: AskedUrl; readonly failure: string | undefined }
  | { readonly kind: 'dialling'; readonly atMs: number; readonly number: string }
  | { readonly kind: 'attempted'; readonly atMs: number; readonly report: AttemptReport }
  | { readonly kind: 'left'; readonly atMs: number; readonly exit: Exit }
  /** `atMs` is when it happened, which is earlier than it was told. */
  | { readonly kind: 'told'; readonly atMs: number; readonly sent: SentEvent; readonly failure: string | undefined };
