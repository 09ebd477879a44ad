/** The stores of one request, which notes how long each stage of its answer waited for the table. */
import type { Noting } from '../http/request-log.ts';
import type { Stores } from './stores.ts';

/** Stages of an answer and the metric each is. Some wait side by side, so they may add up to more than the answer took. */
const metricOf = {
  configMs: 'ConfigMs',
  huntMs: 'HuntMs',
  liveMs: 'LiveMs',
  claimMs: 'ClaimMs',
  commitMs: 'CommitMs',
} as const;

/** The same stores, for one request: notes how many milliseconds each stage took, all its turns together. */
export const timedStores = (stores: Stores, note: Noting['note']): Stores => {
  const { configs, hunts, lives, clock } = stores;
  const spent: Partial<Record<keyof typeof metricOf, number>> = {};
  const timed = async <T>(stage: keyof typeof metricOf, waiting: Promise<T>): Promise<T> => {
    const startedMs = clock();
    const done = await waiting;
    const ms = clock() - startedMs;
    spent[stage] = (spent[stage] ?? 0) + ms;
    note({ [stage]: spent[stage] }, { [metricOf[stage]]: ms });
    return done;
  };
  return {
    ...stores,
    configs: { read: (applet) => timed('configMs', configs.read(applet)) },
    hunts: {
      latest: (id, signal) => timed('huntMs', hunts.latest(id, signal)),
      commit: (id, write, signal) => timed('commitMs', hunts.commit(id, write, signal)),
    },
    lives: {
      ...lives,
      read: (...asked) => timed('liveMs', lives.read(...asked)),
      claim: (claim, signal) => timed('claimMs', lives.claim(claim, signal)),
    },
  };
};
