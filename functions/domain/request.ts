/** One GET of Exotel's Connect applet as a typed request. Names are matched case-insensitively, unknown ones ignored. */
import { readSeconds } from './provider-clock.ts';

/** What became of the previous attempt, in the provider's words. */
export const outcomes = ['completed', 'busy', 'no-answer', 'failed', 'canceled'] as const;
export type Outcome = (typeof outcomes)[number];

export const directions = ['incoming', 'outbound-dial'] as const;

/** What the request says about the attempt before it. All of it may be missing, and none of it says which attempt this is. */
export type Report = {
  /** As sent: `09876500001`, `sip:asha`, never empty. */
  readonly number: string | undefined;
  readonly status: Outcome | undefined;
  /** Includes ringing, also of calls that nobody answered. */
  readonly durationSeconds: number | undefined;
};

export type Call = {
  /** `undefined` when missing, `null`, repeated or malformed: the primary refuses that, the fallback does not mind. */
  readonly callSid: string | undefined;
  /** `CallFrom`, or `From`; as sent, and `undefined` when withheld. */
  readonly caller: string | undefined;
  readonly direction: (typeof directions)[number] | undefined;
  /** Exactly the text given to the API that started the call; untrusted. */
  readonly customField: string | undefined;
  /** What `CallTo` and `To` hold, `CallTo` first: for outbound calls the sources disagree which is the ExoPhone. */
  readonly called: readonly string[];
  /** The key presses without the quotes Exotel puts round them. Only on the first request of an applet. */
  readonly digits: string | undefined;
  readonly report: Report;
  /** The provider's clock, `yyyy-mm-dd hh:mm:ss`, as seconds; only good for differences, because its zone is not sent. */
  readonly currentSeconds: number | undefined;
  /** Tells two Connect applets of one flow apart that share a URL; part of the configured URL. */
  readonly leg: string;
};

/** Parameters by lower-case name; a name that was repeated has several values. */
export type Params = ReadonlyMap<string, readonly string[]>;

/** Never throws: what is missing, contradictory or unusable is `undefined`. */
export const readCall = (params: Params): Call => {
  const digits = parameter(params, 'digits')?.replaceAll('"', '').trim();
  const number = lineIn(params, 'dialwhomnumber');
  const status = parameter(params, 'dialcallstatus')?.toLowerCase();
  const duration = parameter(params, 'dialcallduration');
  return {
    callSid: callSidIn(params),
    caller: callerIn(params),
    direction: directions.find((direction) => direction === parameter(params, 'direction')),
    customField: parameter(params, 'customfield'),
    called: [lineIn(params, 'callto'), lineIn(params, 'to')].filter((number) => number !== undefined),
    digits: matching(digits, /^[0-9*#A-D]{1,32}$/),
    report: {
      number,
      status: outcomes.find((outcome) => outcome === status),
      durationSeconds: duration !== undefined && /^\d{1,6}$/.test(duration) ? Number(duration) : undefined,
    },
    currentSeconds: readSeconds(parameter(params, 'currenttime')),
    leg: matching(parameter(params, 'leg'), /^[A-Za-z0-9_-]{1,32}$/) ?? '-',
  };
};

/** Under that name, or the one another dialect has for it. `undefined` for what could be no CallSid, and if it is repeated. */
export const callSidIn = (params: Params, otherName = ''): string | undefined =>
  (params.get('callsid') ?? []).length > 1
    ? undefined
    : matching(parameter(params, 'callsid') ?? parameter(params, otherName), /^[A-Za-z0-9_-]{1,64}$/);

/** As sent. */
export const callerIn = (params: Params): string | undefined => lineIn(params, 'callfrom') ?? lineIn(params, 'from');

/** A number, a SIP address or a word. It is kept with the call and shown on terminals, so nothing else comes in. */
const lineIn = (params: Params, name: string): string | undefined =>
  matching(parameter(params, name), /^[\x20-\x7e]{1,128}$/);

/** The one value of a parameter; empty, `null` and repeated with different values all mean "not known". */
export const parameter = (params: Params, name: string): string | undefined => {
  const [first, ...others] = params.get(name) ?? [];
  if (first === undefined || others.some((other) => other !== first)) return undefined;
  const text = first.trim();
  return text === '' || text.toLowerCase() === 'null' ? undefined : text;
};

const matching = (text: string | undefined, pattern: RegExp): string | undefined =>
  text !== undefined && pattern.test(text) ? text : undefined;
