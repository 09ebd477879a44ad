/** Lambda: an environment works on one request at a time, a new one has to start, and an account has so many. */
import { aBucket, type Bucket, takeAll } from './bucket.ts';
import type { Limits } from './parameters.ts';
import type { Process } from './timeline.ts';

/** What it remembers of applets: when their configuration was read. */
export type Environment = { readonly applets: Map<number, number>; readonly isWarm: boolean };

/** Of an account in a Region, shared by its functions. */
export type Account = { readonly limits: Limits; busy: number; peak: number; refused: number };

export type Environments = {
  /** `throttled` when there is none, and none may start. */
  readonly enter: () => Process<Environment | 'throttled'>;
  readonly leave: (environment: Environment) => void;
  readonly starts: () => number;
  readonly scaling: Bucket;
};

export const anAccount = (limits: Limits): Account => ({ limits, busy: 0, peak: 0, refused: 0 });

/** `warm` of them have been there for long. */
export const someEnvironments = (
  account: Account,
  { warm, coldStartMs, now }: { readonly warm: number; readonly coldStartMs: number; readonly now: () => number },
): Environments => {
  const { limits } = account;
  const idle: Environment[] = Array.from({ length: Math.ceil(warm) }, () => ({ applets: new Map(), isWarm: true }));
  const scaling = aBucket(limits.newEnvironmentsIn10s / 10, limits.newEnvironmentsIn10s);
  let starts = 0;
  return {
    enter: function* () {
      if (account.busy >= limits.concurrency) {
        account.refused += 1;
        return 'throttled';
      }
      // The one that worked last.
      const found = idle.pop();
      if (found === undefined && !takeAll([[scaling, 1]], now())) return 'throttled';
      account.busy += 1;
      account.peak = Math.max(account.peak, account.busy);
      if (found !== undefined) return found;
      starts += 1;
      yield coldStartMs;
      return { applets: new Map(), isWarm: false };
    },
    leave: (environment) => {
      account.busy -= 1;
      idle.push(environment);
    },
    starts: () => starts,
    scaling,
  };
};
