/** The whole configuration as the publisher puts it where the fallback reads it. */
import type { Config } from './config.ts';

export type Snapshot = {
  /** Of the configuration that was applied last; what was published may have been edited by hand since. */
  readonly revision: number;
  readonly publishedAtMs: number;
  readonly config: Config;
};

/** The name of the one object in the snapshot's bucket. */
export const snapshotKey = 'snapshot.json';

/** One is published this often even when nothing has changed. */
const publishMinutes = 5;

export const snapshotTimes = {
  publishMinutes,
  /** How old what the fallback has read may be before it reads again. */
  refreshSeconds: 60,
  /** By then three in a row were not published, or not read. */
  oldSeconds: 3 * publishMinutes * 60,
} as const;

/** Another clock may be ahead of ours, and nothing is younger than now. */
export const ageSecondsOf = ({ publishedAtMs }: Pick<Snapshot, 'publishedAtMs'>, nowMs: number): number =>
  Math.max(0, Math.round((nowMs - publishedAtMs) / 1000));
