/**
 * A change of the table, once it is decided. The lock comes first, so that what is refused has changed nothing; then the
 * whole of what it shall be, for whoever has to finish or undo it should it be cut short; then items, in an order in which
 * every moment is valid; the new revision last.
 */
import { applyMs, type Revision } from '../../functions/adapters/config-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { inGroups } from '../../functions/adapters/whole-reads.ts';
import type { Config } from '../../functions/domain/config.ts';
import { describeError } from '../describe-error.ts';
import { writeHistory } from '../table/history.ts';
import type { Changes } from '../table/items.ts';
import { finish, giveUp, type Lock, lock, renew, type Signature } from '../table/revision.ts';
import { withStamp } from '../table/stamp.ts';
import { type OnProgress, writeAll } from '../table/write-all.ts';
import { UsageError } from '../usage-error.ts';
import { stepsOf } from './steps.ts';
import { whoElse } from './who-else.ts';

export type Decided = {
  /** What the table stands at, and what was applied then. */
  readonly standing: Revision | undefined;
  readonly applied: Config | undefined;
  /** What it shall stand at. */
  readonly config: Config;
  readonly changes: Changes;
  readonly contentHash: string;
};

/** How far it came. */
type Progress = {
  done: number;
  isWritten: boolean;
  readonly onProgress: OnProgress;
  readonly sideBySide: number | undefined;
};

export type Pace = { readonly onProgress?: OnProgress | undefined; readonly sideBySide?: number | undefined };

/** The new revision. `force`: what is lost is meant. Throws a `UsageError` that says what was done and what was not. */
export const commit = async (
  table: Table,
  decided: Decided,
  signature: Signature,
  force: boolean,
  { onProgress = () => {}, sideBySide }: Pace = {},
): Promise<number> => {
  const { standing, contentHash } = decided;
  const held = await lock(table, standing, signature).catch((error) => {
    throw cutShort(error, 'nothing was changed: run the same command again; if it is refused, once more in a minute');
  });
  if (held === undefined)
    throw new UsageError(`${await whoElse(table, decided)}. Nothing was changed: run the same command again`);
  const progress: Progress = { done: 0, isWritten: false, onProgress, sideBySide };
  try {
    const forced = force ? held.revision : standing?.forced;
    const isOurs = (await write(table, held, decided, signature, progress)) === 'done';
    const content = { contentHash, forced, stamp: standing?.stamp, published: standing?.published };
    if (isOurs && (await finish(table, held, content, signature)) === 'done') return held.revision;
  } catch (error) {
    await giveUp(table, held).catch(() => {});
    throw cutShort(error, `${soFar(progress, decided.changes)}; ${leftBehind(held, progress)}`);
  }
  throw new UsageError(
    `${soFar(progress, decided.changes)}, but this took too long: ${await whoElse(table, decided)}. Revision ${held.revision} does not stand: look with npx dial-whom plan at what the table has, then run the same command again`,
  );
};

const write = async (
  table: Table,
  held: Lock,
  { standing, config, changes }: Decided,
  signature: Signature,
  progress: Progress,
): Promise<'done' | 'lost'> => {
  const renewed = renewal(table, held, Date.parse(signature.at));
  await writeHistory(table, held.revision, config, { ...signature, follows: standing?.revision });
  const put = changes.put.map((item) => withStamp(item, config.settings.numberPolicy));
  for (const step of stepsOf({ ...changes, put }).flatMap((step) => inGroups(step, atOnce))) {
    if ((await renewed()) === 'lost') return 'lost';
    const before = progress.done;
    await writeAll(
      table,
      step,
      (done) => {
        progress.done = before + done;
        progress.onProgress(progress.done, changes.put.length + changes.remove.length);
      },
      progress.sideBySide,
    );
  }
  progress.isWritten = true;
  return 'done';
};

/** Between so many writes is looked whether the lock has to be renewed: whoever is stopped loses it, and must not go on. */
const atOnce = 200;

/** In good time: ten thousand numbers over a slow line take longer than a lock lasts. */
const renewal = (table: Table, held: Lock, atMs: number): (() => Promise<'done' | 'lost'>) => {
  // By the clock on the wall: the other one may stand still while a laptop sleeps.
  const beganMs = Date.now();
  let renewedMs = 0;
  return async () => {
    const elapsedMs = Date.now() - beganMs;
    if (elapsedMs - renewedMs < applyMs / 3) return 'done';
    renewedMs = elapsedMs;
    return renew(table, held, new Date(atMs + elapsedMs).toISOString());
  };
};

const soFar = ({ done }: Progress, { put, remove }: Changes): string => {
  const [written, removed] = [Math.min(done, put.length), Math.max(0, done - put.length)];
  return done === 0
    ? `no item was written or removed yet (${put.length} to write, ${remove.length} to remove)`
    : `${written} of ${put.length} items were written, ${removed} of ${remove.length} removed`;
};

const leftBehind = ({ revision }: Lock, { isWritten }: Progress): string =>
  `${
    isWritten ? `whether revision ${revision} stands is not known` : `revision ${revision} is begun and not done`
  }. Run the same command again: it goes on from there; if it is refused, once more in a minute`;

/** A fault of ours keeps its stack, and behind that is said as well how far it came. */
const cutShort = (error: unknown, soFar: string): unknown => {
  const why = describeError(error);
  if (why !== undefined) return new UsageError(`${why}\n${soFar}`);
  if (error instanceof Error) error.stack = `${error.stack}\n${soFar}`;
  return error;
};
