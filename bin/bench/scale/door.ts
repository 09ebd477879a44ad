/** A URL: what API Gateway lets through to it, and the function behind it. */
import { type Bucket, takeAll } from './bucket.ts';
import type { Environment, Environments } from './environments.ts';
import { times } from './parameters.ts';
import type { Process, Timeline } from './timeline.ts';

export type Door = {
  readonly route: Bucket;
  /** All requests of an account in the Region. */
  readonly account: Bucket;
  readonly functions: Environments;
};

/** `shed` is a 429 or a 5xx that no code of ours has seen. */
export function* through<T>(
  { route, account, functions }: Door,
  { now }: Timeline,
  work: (own: Environment) => Process<T>,
): Process<T | 'shed'> {
  const isLet = takeAll(
    [
      [route, 1],
      [account, 1],
    ],
    now(),
  );
  yield times.gateway / 2;
  if (!isLet) return 'shed';
  const own = yield* functions.enter();
  if (own === 'throttled') return 'shed';
  const done = yield* work(own);
  functions.leave(own);
  yield times.gateway / 2;
  return done;
}
