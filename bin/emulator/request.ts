/** The query string of one GET, built the way Exotel builds it. Pure. */
import type { AttemptReport, Call } from './call.ts';
import { asExotelWrites } from './phone-number.ts';
import type { Outcome } from './phones.ts';

export type RequestFacts = Pick<Call, 'callSid' | 'from' | 'to' | 'direction' | 'customField' | 'reportStyle'> & {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly now: number;
  readonly previous: AttemptReport | undefined;
  /** Only on the first request of an applet: a re-fetch does not carry them. */
  readonly digits: string | undefined;
  readonly flowId?: string;
  readonly tenantId?: string;
};

/**
 * The pairs in the order of Exotel's captures, form encoded (`+` for a space, `%22` for a quote). Times are Indian
 * Standard Time without saying so, `EndTime` is the constant Exotel sends even after a call, and `flow_id` and
 * `tenant_id` come along although deprecated.
 */
export const queryOf = (facts: RequestFacts): string => {
  const { previous, reportStyle } = facts;
  const pairs: [string, string][] = [
    ...callPairs(facts),
    ['DialCallDuration', String(Math.round(previous?.durationSeconds ?? 0))],
    ['StartTime', dateAndTime(facts.startedAt)],
    ['EndTime', '1970-01-01 05:30:00'],
    ...present('DialCallStatus', previous && (reportStyle === 'null-status' ? 'null' : previous.outcome)),
    ['CallType', previous ? callTypes[previous.outcome] : 'call-attempt'],
    ['DialWhomNumber', previous && reportStyle !== 'no-number' ? asExotelWrites(previous.number) : ''],
    ['flow_id', facts.flowId ?? '314159'],
    ['tenant_id', facts.tenantId ?? '27182'],
    ['From', asExotelWrites(facts.from)],
    ['To', asExotelWrites(facts.to)],
    ...present('CustomField', facts.customField),
    ['CurrentTime', dateAndTime(facts.now)],
    ...present('digits', facts.digits === undefined ? undefined : `"${facts.digits}"`),
  ];
  return new URLSearchParams(pairs).toString();
};

/** What every request and event about a call begins with. */
export const callPairs = (
  facts: Pick<RequestFacts, 'callSid' | 'from' | 'to' | 'direction' | 'startedAt'>,
): [string, string][] => [
  ['CallSid', facts.callSid],
  ['CallFrom', asExotelWrites(facts.from)],
  ['CallTo', asExotelWrites(facts.to)],
  ['Direction', facts.direction ?? 'incoming'],
  ['Created', dateWithWeekday(facts.startedAt)],
];

/** What Exotel's captures pair with each `DialCallStatus`. */
const callTypes: Record<Outcome, string> = {
  completed: 'completed',
  busy: 'incomplete',
  'no-answer': 'incomplete',
  failed: 'incomplete',
  canceled: 'client-hangup',
};

const present = (name: string, value: string | undefined): [string, string][] =>
  value === undefined ? [] : [[name, value]];

const istOffsetMs = 5.5 * 60 * 60 * 1000;

/** `2024-09-03 11:44:54` */
export const dateAndTime = (epochMs: number): string =>
  new Date(epochMs + istOffsetMs).toISOString().slice(0, 19).replace('T', ' ');

/** `Tue, 03 Sep 2024 11:44:54`: RFC 1123 without its zone. */
const dateWithWeekday = (epochMs: number): string => new Date(epochMs + istOffsetMs).toUTCString().replace(/ GMT$/, '');
