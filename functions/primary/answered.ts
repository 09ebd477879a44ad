import type { Answer, Lack } from '../domain/answer.ts';

export type Answered = {
  readonly answer: Answer;
  readonly pool?: string;
  /** What was made of the call's hunt; `none` where that is not known or does not matter. */
  readonly decision: 'attempt' | 'repeat' | 'none';
  /** On which rung of the ladder a 200 stands; it is the first one if not given. */
  readonly degraded?: Lack | undefined;
  /** Of that, or of a 503. */
  readonly cause?: string | undefined;
  /** Of the configuration it was decided by. */
  readonly revision?: number;
  /** The head of an offer is not held for this call. */
  readonly unclaimed?: true;
  /** The head of an offer has missed too many calls, and nobody else of his pool is left. */
  readonly lastAgent?: true;
};
