import type { Answer } from '../domain/answer.ts';

export type Answered = {
  readonly answer: Answer;
  readonly pool?: string;
  readonly decision: 'attempt' | 'repeat' | 'degraded' | 'none';
  readonly cause?: string;
  /** The head of an offer is not held for this call. */
  readonly unclaimed?: true;
  /** The head of an offer has missed too many calls, and nobody else of his pool is left. */
  readonly lastAgent?: true;
};
