/** What the provider tells besides asking whom to dial: requests to the events URLs, built the way Exotel builds them. Pure. */
import type { AttemptReport } from './call.ts';
import { asExotelWrites } from './phone-number.ts';
import type { Outcome } from './phones.ts';
import { callPairs, dateAndTime, queryOf, type RequestFacts } from './request.ts';

/** `EventType` of the agent pass-through: a number is dialled, somebody picks up, the leg is over. */
export type AgentEventType = 'Dial' | 'Answered' | 'Terminal';

export type ProviderEvent = {
  /** Last segment of the URL that is told. */
  readonly name: 'agent' | 'passthru';
  readonly type: AgentEventType | 'passthru';
  /** As the answer wrote it; of a Passthru the one tried last, or empty. */
  readonly number: string;
  /** Milliseconds since the start of the call on the reported clock. */
  readonly atMs: number;
  readonly query: string;
};

/** One number that was tried. */
export type Leg = { readonly report: AttemptReport; readonly talkSeconds: number };

/** What happened to a number at `facts.now`. Names and order are those of a capture; only the end is from other teams' code. */
export const agentEvent = (
  facts: Pick<RequestFacts, 'callSid' | 'from' | 'to' | 'direction' | 'startedAt' | 'now'>,
  number: string,
  happened: 'Dial' | 'Answered' | AttemptReport,
): ProviderEvent => {
  const type = typeof happened === 'string' ? happened : 'Terminal';
  const pairs: [string, string][] = [
    ...callPairs(facts),
    ['StartTime', dateAndTime(facts.startedAt)],
    ['From', asExotelWrites(facts.from)],
    ['To', asExotelWrites(facts.to)],
    ['CurrentTime', dateAndTime(facts.now)],
    ['DialWhomNumber', asExotelWrites(number)],
    // Of the agent, not of the call: free says nothing of the outcome.
    ['Status', type === 'Terminal' ? 'free' : 'busy'],
    ['EventType', type],
  ];
  if (typeof happened !== 'string') {
    pairs.push(['DialCallStatus', happened.outcome], ['DialCallDuration', wholeSeconds(happened.durationSeconds)]);
  }
  return eventOf('agent', type, number, facts, new URLSearchParams(pairs).toString());
};

/** The Passthru applet behind Connect: the pairs of a request reporting the last attempt, then the legs of this applet. */
export const passthruEvent = (facts: Omit<RequestFacts, 'digits'>, legs: readonly Leg[]): ProviderEvent => {
  const to = asExotelWrites(facts.to);
  const pairs = legs.flatMap((leg, index) => legPairs(leg, index, to));
  const outgoing: [string, string][] = legs.length > 0 ? [['OutgoingPhoneNumber', to]] : [];
  const query = [queryOf({ ...facts, digits: undefined }), new URLSearchParams([...outgoing, ...pairs]).toString()];
  return eventOf('passthru', 'passthru', facts.previous?.number ?? '', facts, query.filter(Boolean).join('&'));
};

const eventOf = (
  name: ProviderEvent['name'],
  type: ProviderEvent['type'],
  number: string,
  { now, startedAt }: Pick<RequestFacts, 'now' | 'startedAt'>,
  query: string,
): ProviderEvent => ({ name, type, number, atMs: now - startedAt, query });

const legPairs = ({ report, talkSeconds }: Leg, index: number, callerId: string): [string, string][] => {
  const [causeCode, cause] = causes[report.outcome];
  return [
    [`Legs[${index}][Number]`, asExotelWrites(report.number)],
    [`Legs[${index}][Type]`, 'single'],
    [`Legs[${index}][OnCallDuration]`, wholeSeconds(talkSeconds)],
    [`Legs[${index}][CallerId]`, callerId],
    [`Legs[${index}][CauseCode]`, causeCode],
    [`Legs[${index}][Cause]`, cause],
  ];
};

/** `busy` and `failed` are in no capture: there, the causes of FreeSWITCH, whose names the captured ones are. */
const causes: Record<Outcome, readonly [code: string, number: string]> = {
  completed: ['NORMAL_CLEARING', '16'],
  'no-answer': ['RING_TIMEOUT', '1003'],
  canceled: ['RING_TIMEOUT', '1003'],
  busy: ['USER_BUSY', '17'],
  failed: ['NORMAL_TEMPORARY_FAILURE', '41'],
};

const wholeSeconds = (seconds: number): string => String(Math.round(seconds));
