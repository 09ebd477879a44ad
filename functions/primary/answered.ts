import type { Answer, Lack } from '../domain/answer.ts';
import type { Outcome } from '../domain/request.ts';

/** What one request is answered with, and what the log and the metrics tell of that. */
export type Answered = {
  readonly answer: Answer;
  readonly pool?: string;
  /** Who is at the head of an offer. */
  readonly agent?: string | undefined;
  /** What was made of the call's hunt; `none` where that is not known or does not matter. */
  readonly decision: 'attempt' | 'repeat' | 'none';
  /** Which attempt of its visit, from 1, where it is a new one. */
  readonly attempt?: number;
  /** On which rung of the ladder a 200 stands; it is the first one if not given. */
  readonly degraded?: Lack | undefined;
  /** Why it is degraded, or a 503. */
  readonly cause?: string | undefined;
  /** Of the configuration it was decided by. */
  readonly revision?: number;
  /** The head of an offer is not held for this call. */
  readonly unclaimed?: true;
  /** The head of an offer has missed too many calls, and nobody else of his pool is left. */
  readonly lastAgent?: true;
  /** The head of an offer was held by a call whose end nobody told, until its time was up. */
  readonly leaseExpired?: true;
  /** Of earlier rings, told for the first time with this request. */
  readonly outcomes?: readonly Outcome[];
};
