/**
 * Brings the table to a configuration. What is there is read and not assumed, so an apply also mends what somebody broke
 * by hand and what a change that was cut short left behind.
 */
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { Signature } from '../table/revision.ts';
import { commit } from './commit.ts';
import { type Prepared, type PrepareOptions, prepare } from './prepare.ts';

export type Applied = {
  /**
   * `applied`: made a revision, even if no item had to be written for it, as where a change that was cut short had written
   * them all. `unchanged`: the table stood at this one.
   */
  readonly kind: 'applied' | 'unchanged';
  readonly revision: number;
  readonly written: number;
  readonly removed: number;
  readonly kept?: Prepared['kept'];
  /** For which the fallback does not follow. */
  readonly losses?: Prepared['unfollowed'];
};

export type ApplyOptions = PrepareOptions & {
  /** What is lost is meant: the fallback shall follow. Makes a revision of its own even when nothing changes. */
  readonly force?: boolean | undefined;
};

/**
 * Whatever others did since. Throws a `UsageError` when somebody else is at it; the table is then as it was. Whoever has
 * the turn of a rotation that was edited keeps it until the next handover, unless `restartRotations` begins them all as the
 * file has them.
 */
export const applyConfig = async (
  table: Table,
  file: Config,
  signature: Signature,
  { force, ...options }: ApplyOptions = {},
): Promise<Applied> => carryOut(table, await prepare(table, file, Date.parse(signature.at), options), signature, force);

export const carryOut = async (
  table: Table,
  prepared: Prepared,
  signature: Signature,
  force = false,
): Promise<Applied> => {
  const { standing, changes, kept } = prepared;
  const losses = force || prepared.unfollowed.length === 0 ? {} : { losses: prepared.unfollowed };
  if (standing !== undefined && prepared.isThere && !force)
    return { kind: 'unchanged', revision: standing.revision, written: 0, removed: 0, ...losses };
  return {
    kind: 'applied',
    revision: await commit(table, prepared, signature, force),
    written: changes.put.length,
    removed: changes.remove.length,
    ...losses,
    ...(Object.keys(kept).length === 0 ? {} : { kept }),
  };
};
