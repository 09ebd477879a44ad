/**
 * What the provider tells of a phone besides asking whom to dial: that it rings, that somebody talks, that it is over.
 * It tells it in several dialects, some of it twice, late or in the wrong order, and some of it never.
 */
import { lineOf, numberedLegs, withLegs } from './legs.ts';
import { readSeconds, sentMsOf } from './provider-clock.ts';
import { callerIn, callSidIn, type Outcome, outcomes, type Params, parameter } from './request.ts';

/** What is told of one phone. */
export type Leg = {
  /** As sent: `09876500001`, `sip:asha`. Missing on some events: whoever the call was sent to last. */
  readonly number: string | undefined;
  /** `left`: not only this phone is done, the call has left the applet. */
  readonly kind: 'ringing' | 'talking' | 'over' | 'left';
  /** What became of it, where that is told. */
  readonly outcome?: Outcome | undefined;
};

/** The same with the call it is about. Numbers in E.164, because a ring goes by them. */
export type LegEvent = Omit<Leg, 'number'> & {
  readonly callSid: string;
  readonly number: string;
  /** Of an incoming call. */
  readonly caller?: string | undefined;
  /** The provider's clock, in milliseconds since the epoch. */
  readonly sentMs?: number | undefined;
};

/** What one request told of a call and its phones. */
export type EventReport = {
  readonly callSid: string;
  /** Of an incoming call, as sent. */
  readonly caller: string | undefined;
  readonly sentMs: number | undefined;
  /** Of the call as a whole. */
  readonly outcome: Outcome | undefined;
  readonly legs: readonly Leg[];
};

export type EventReading =
  | ({ readonly kind: 'told' } & EventReport)
  | { readonly kind: 'unusable'; readonly why: 'no CallSid' | 'nothing told'; readonly outcome?: Outcome | undefined };

/** The applet's agent pass-through: `Status` busy or free, `EventType` Dial, Ringing, Answered or Terminal. */
export const readAgentEvent = (params: Params): EventReading => {
  const kind = kindOf(params);
  if (kind === undefined) return { kind: 'unusable', why: 'nothing told' };
  // `Status` is the agent's here, and not the call's.
  const outcome = kind === 'over' ? outcomeOf(params, ['dialcallstatus']) : undefined;
  return readingOf(params, outcome, [{ number: parameter(params, 'dialwhomnumber'), kind, outcome }]);
};

/** The Passthru after a Connect, or a StatusCallback: what became of each phone that rang, or that its ends talk now. */
export const readReport = (sent: Params): EventReading => {
  const params = withLegs(sent);
  // A StatusCallback that comes while the call goes on, where `StatusCallbackEvents` asks for it.
  if (eventTypeOf(params) === 'answered') {
    const talking = endsOf(params).map(({ number }): Leg => ({ number, kind: 'talking' }));
    return talking.length === 0 ? { kind: 'unusable', why: 'nothing told' } : readingOf(params, undefined, talking);
  }
  const outcome = outcomeOf(params, ['dialcallstatus', 'status', 'call_details[customer_details][status]']);
  const legs = legsOf(params, outcome);
  if (legs.length === 0 && outcome === undefined) return { kind: 'unusable', why: 'nothing told' };
  return readingOf(params, outcome, legs.length > 0 ? legs : [{ number: undefined, kind: 'left', outcome }]);
};

const eventTypeOf = (params: Params): string | undefined => parameter(params, 'eventtype')?.toLowerCase();

const kindOf = (params: Params): Leg['kind'] | undefined => {
  const [type, status] = [eventTypeOf(params), parameter(params, 'status')?.toLowerCase()];
  if (type === 'answered') return 'talking';
  if (type === 'dial' || type === 'ringing') return 'ringing';
  if (type === 'terminal' || type === 'completed' || type === 'cancelled' || type === 'canceled') return 'over';
  if (status === 'free') return 'over';
  if (status === 'busy') return 'ringing';
  // The end has been seen without any of these.
  const isEnd = ['dialcallstatus', 'recordingurl', 'dialcallduration'].some((name) => parameter(params, name));
  return isEnd ? 'over' : undefined;
};

/** What one of these names says; where none does, `CallType` may. */
const outcomeOf = (params: Params, names: readonly string[]): Outcome | undefined => {
  const told = names.map((name) => outcomeIn(parameter(params, name))).find((outcome) => outcome !== undefined);
  if (told !== undefined) return told;
  switch (parameter(params, 'calltype')?.toLowerCase()) {
    case 'completed':
      return 'completed';
    case 'client-hangup':
      return 'canceled';
    case 'incomplete':
      return 'no-answer';
    default:
      return undefined;
  }
};

const outcomeIn = (text: string | undefined): Outcome | undefined =>
  outcomes.find((outcome) => outcome === text?.toLowerCase());

/** Each phone that was tried, if it is named; of a call that the API started, its two ends, the agent's first. */
const legsOf = (params: Params, outcome: Outcome | undefined): Leg[] => {
  const numbered = numberedLegs(params);
  const last = parameter(params, 'dialwhomnumber');
  if (numbered.length > 0) {
    const hasTalked = numbered.some(({ seconds }) => seconds > 0);
    const named = last && numbered.find(({ number }) => lineOf(number) === lineOf(last));
    const lastLeg = named ?? numbered.at(-1);
    return numbered.map((leg): Leg => {
      const { number, seconds, cause } = leg;
      if (seconds > 0) return { number, kind: 'left', outcome: 'completed' };
      const isLast = leg === lastLeg;
      // Only the last one's outcome is told; a phone before it rang out, unless its cause says more.
      if (isLast && !(hasTalked && outcome === 'completed')) return { number, kind: 'left', outcome };
      return { number, kind: 'left', outcome: cause === 'USER_BUSY' ? 'busy' : 'no-answer' };
    });
  }
  if (last !== undefined) return [{ number: last, kind: 'left', outcome }];
  // Who of them missed a call, only the legs tell.
  return endsOf(params).map(({ number, index }): Leg => {
    const own = outcomeIn(parameter(params, `legs[${index}][status]`));
    return { number, kind: 'left', outcome: own ?? (outcome === 'completed' ? outcome : undefined) };
  });
};

/** Of a call that the API started. Whoever of the two is no agent is left out later. */
const endsOf = (params: Params): { readonly number: string; readonly index: number }[] =>
  (isOutbound(params) ? ['from', 'to'] : []).flatMap((end, index) => {
    const number = parameter(params, end);
    return number === undefined ? [] : [{ number, index }];
  });

/** Started by the API: whoever is called `From` then is nobody who called us. */
const isOutbound = (params: Params): boolean =>
  parameter(params, 'direction')?.toLowerCase().startsWith('outbound') === true;

const readingOf = (params: Params, outcome: Outcome | undefined, legs: readonly Leg[]): EventReading => {
  const callSid = callSidIn(params, 'call_details[call_sid]');
  if (callSid === undefined) return { kind: 'unusable', why: 'no CallSid', outcome };
  const caller = isOutbound(params) ? undefined : callerIn(params);
  const sentMs = sentMsOf(readSeconds(parameter(params, 'currenttime')));
  return { kind: 'told', callSid, caller, sentMs, outcome, legs };
};
