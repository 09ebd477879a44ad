/** What is remembered of one visit of a call to an applet. */
import type { HuntAnswer, Lack } from './answer.ts';
import type { ConfigIdentity } from './config.ts';
import type { PassedOver } from './eligibility.ts';
import type { DecisionRecord } from './record.ts';
import type { Outcome } from './request.ts';

/** Which hunt: the visits of one call to one applet, told apart by leg where two Connects share a URL. */
export type HuntId = { readonly callSid: string; readonly applet: string; readonly leg: string };

/** One answered request. What is stored is what was answered. */
export type Attempt = {
  /** 1 for the first attempt of the visit. */
  readonly ordinal: number;
  readonly atMs: number;
  readonly answer: HuntAnswer;
  /** The provider's clock at that request, if it sent one. */
  readonly currentSeconds?: number | undefined;
  /** Who was left out or put behind the others, if anybody was. */
  readonly passedOver?: PassedOver | undefined;
  /** How many claims were lost before, each of which widened the choice of the head; none if not given. */
  readonly lostClaims?: number | undefined;
  /** What it was decided without. */
  readonly degraded?: Lack | undefined;
};

/** One visit of a call to an applet: what was planned, what was answered, and what is known to have come of it. */
export type Hunt = {
  /** 1 for the call's first stay in this applet; a flow can come back. */
  readonly visit: number;
  /** Pinned by the first answer of the visit, as are the plan, the digits and the configuration. */
  readonly pool: string;
  readonly plan: readonly string[];
  readonly digits?: string | undefined;
  readonly config: ConfigIdentity;
  /** By attempt key. Bounded: every number of the plan heads at most two of them. */
  readonly attempts: Readonly<Record<string, Attempt>>;
  /** Numbers of the plan that a report named: they are known to have rung. */
  readonly rung: readonly string[];
  /** The last outcome reported of each number of the plan. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly end?: End | undefined;
  /** Missing on hunts of a version that kept none. */
  readonly record?: DecisionRecord | undefined;
};

/** The visit is over; the key is the attempt that ended it. */
export type End = { readonly atMs: number; readonly key: string };

/** One attempt to be written, if nobody wrote another one in between. */
export type HuntWrite =
  | { readonly kind: 'start'; readonly hunt: Hunt }
  | ({ readonly kind: 'continue' } & HuntContinuation);

/** What a further attempt adds to a visit. */
export type HuntContinuation = {
  readonly visit: number;
  /** The pinned one, which the numbers of the attempt are of. */
  readonly plan: readonly string[];
  readonly key: string;
  readonly attempt: Attempt;
  readonly rung: readonly string[];
  readonly outcome?: { readonly number: string; readonly outcome: Outcome } | undefined;
  readonly end?: End | undefined;
};

/** Attempts in the order in which they were answered. */
export const attemptsOf = (hunt: Hunt): Attempt[] =>
  Object.values(hunt.attempts).sort((one, other) => one.ordinal - other.ordinal);

/** The number that was expected to ring after that attempt. */
export const headOf = ({ answer }: Attempt): string | undefined =>
  answer.kind === 'offer' ? answer.numbers[0] : undefined;

/** The hunt as it stands once the write is done. */
export const afterWrite = (latest: Hunt | undefined, write: HuntWrite): Hunt =>
  write.kind === 'start' || latest === undefined ? startOf(write) : continued(latest, write);

const startOf = (write: HuntWrite): Hunt => {
  if (write.kind === 'start') return write.hunt;
  throw new Error('a visit must be started before it is continued');
};

const continued = (hunt: Hunt, write: HuntContinuation): Hunt => ({
  ...hunt,
  attempts: { ...hunt.attempts, [write.key]: write.attempt },
  rung: write.rung,
  outcomes:
    write.outcome === undefined ? hunt.outcomes : { ...hunt.outcomes, [write.outcome.number]: write.outcome.outcome },
  end: write.end ?? hunt.end,
});
