/** The publisher's one use case: what the table says now, checked, to where the fallback reads it. */
import type { Clock } from '../domain/ports.ts';
import type { FoundConfig, MarkStore, SnapshotReading, SnapshotStore, WholeConfig } from '../domain/snapshot-ports.ts';
import { objectionsTo } from './objections.ts';
import { keepStamps } from './stamps.ts';

export type Published = (
  | { readonly kind: 'published'; readonly revision: number }
  /** The fallback goes on with what was published before. */
  | { readonly kind: 'refused'; readonly revision: number; readonly objections: readonly string[] }
  /** Nothing was applied yet, or somebody is applying it; the end of that is an event of its own. */
  | { readonly kind: 'waiting' }
) & {
  /** Items that could not be used, as `pk/sk`, with what is wrong with each. */
  readonly ignored?: Readonly<Record<string, string>>;
  /** Agents with a number that must not be dialled, with what is wrong with it: the primary goes on with the last good ones. */
  readonly unstamped?: Readonly<Record<string, string>>;
};

export type Publishing = {
  readonly whole: WholeConfig;
  readonly marks: MarkStore;
  readonly snapshots: SnapshotStore;
  readonly clock: Clock;
};

/** Two publishers at once overtake each other at most once per change; more than this is a fault. */
const mostTries = 3;

/**
 * `named` are applets that just changed; the others are known from what was applied and what was published. Rejects when
 * table or bucket cannot be read or written: to be tried again.
 */
export const publish = async (
  named: readonly string[],
  publishing: Publishing,
  signal: AbortSignal,
): Promise<Published> => {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const published = await publishOnce(named, publishing, signal);
    if (published !== 'overtaken') return published;
  }
  throw new Error(`another publisher was faster ${mostTries} times: the next run will publish`);
};

/** The newest wins: whoever read the table before another one wrote starts again. */
const publishOnce = async (
  named: readonly string[],
  { whole, marks, snapshots, clock }: Publishing,
  signal: AbortSignal,
): Promise<Published | 'overtaken'> => {
  const before = beforeOf(await snapshots.read(signal));
  const reading = await whole.read(named, before.snapshot?.config, signal);
  if (reading.kind === 'changing') return { kind: 'waiting' };
  if (reading.kind === 'unavailable') throw new Error(`the table cannot be read: ${reading.cause}`);
  if (reading.kind === 'empty') {
    if (before.snapshot === undefined) return { kind: 'waiting' };
    return { kind: 'refused', revision: reading.revision, objections: ['no applet is configured any more'] };
  }

  const published = await publishFound(reading, before, snapshots, clock(), signal);
  if (published === 'overtaken') return published;
  const followed = published.kind === 'published' ? published.revision : before.snapshot?.revision;
  if (followed !== undefined && followed !== reading.marked) await marks.published(followed, reading.marked, signal);
  // Last: what was edited by hand waits for its stamp, but the snapshot must not wait for ten thousand of them.
  const unstamped = await keepStamps(reading, marks, signal);
  return Object.keys(unstamped).length === 0 ? published : { ...published, unstamped };
};

const publishFound = async (
  reading: FoundConfig,
  before: ReturnType<typeof beforeOf>,
  snapshots: SnapshotStore,
  nowMs: number,
  signal: AbortSignal,
): Promise<Published | 'overtaken'> => {
  const { config, revision } = reading;
  const ignored = Object.keys(reading.reasons).length === 0 ? {} : { ignored: reading.reasons };
  const objections = objectionsTo(reading, before.snapshot, nowMs);
  if (objections.length > 0) return { kind: 'refused', revision, objections, ...ignored };

  const written = await snapshots.write({ revision, publishedAtMs: nowMs, config }, before.version, signal);
  return written === 'overtaken' ? written : { kind: 'published', revision, ...ignored };
};

/** One that nobody can answer from is replaced, and nothing can be lost against it. */
const beforeOf = (reading: SnapshotReading) => {
  switch (reading.kind) {
    case 'found':
      return { snapshot: reading.snapshot, version: reading.version };
    case 'unusable':
      return { snapshot: undefined, version: reading.version };
    case 'missing':
      return { snapshot: undefined, version: undefined };
    case 'unavailable':
      throw new Error(`the snapshot's bucket cannot be read: ${reading.cause}`);
  }
};
