/**
 * Brings the table to a configuration. The lock comes first, so that a refused apply has changed nothing; then what is
 * added, before anything refers to it; then what goes; the new revision last. What is there is read and not assumed, so
 * an apply also mends what somebody broke by hand and what an apply that was cut short left behind.
 */
import { createHash } from 'node:crypto';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { readHistory } from '../../functions/adapters/config-history.ts';
import { readHours, readRotation } from '../../functions/adapters/config-item.ts';
import { entriesUnder, type Item, keys } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';
import { keepTurns, whoseTurn } from '../../functions/domain/rotation.ts';
import { lossesBetween } from '../../functions/domain/snapshot-check.ts';
import { writeHistory } from './history.ts';
import { changesTo, isEmpty, itemsOf } from './items.ts';
import { finish, lock, readStanding, type Signature } from './revision.ts';
import { isOverride, readTable } from './table-items.ts';

export type Applied = {
  readonly revision: number;
  readonly written: number;
  readonly removed: number;
  /** Rotations whose edit would have moved somebody, by name: who goes on. */
  readonly kept?: Readonly<Record<string, string | null>>;
  /** What the fallback will not follow, because it would lose so many people, unless that is meant. */
  readonly losses?: readonly string[];
};

export type ApplyOptions = {
  readonly restartRotations?: boolean | undefined;
  /** What is lost is meant: the fallback shall follow. Makes a revision of its own even when nothing changes. */
  readonly force?: boolean | undefined;
};

/**
 * Throws a `UsageError` when somebody else is applying; the table is then as it was. Whoever has the turn of a rotation
 * that was edited keeps it until the next handover, unless `restartRotations` begins them all as the file has them.
 */
export const applyConfig = async (
  table: Table,
  file: Config,
  signature: Signature,
  { restartRotations = false, force = false }: ApplyOptions = {},
): Promise<Applied> => {
  const contentHash = hashOf(file);
  const standing = await readStanding(table);
  const behind = await configsBehind(table, standing);
  const known = [file, ...behind];
  const { items, outside } = await readTable(table, known.flatMap(itemsOf));
  // What only edits by hand lead to stays, and overrides are the table's.
  const there = items.filter((item) => !isOverride(item) && !outside.has(item.pk));
  const config = restartRotations
    ? file
    : { ...file, rotations: keepTurns(rotasIn(there, behind[0]), file, Date.parse(signature.at)) };
  const changes = changesTo(itemsOf(config), there);
  if (isEmpty(changes) && standing?.contentHash === contentHash && !force) {
    return { revision: standing.revision, written: 0, removed: 0 };
  }

  const locked = await lock(table, standing, signature);
  // Before the first item: whoever finishes this apply, should it be cut short, must know what it was about to add.
  await writeHistory(table, locked.revision, config, signature);
  await writeAll(
    table,
    changes.put.map((Item) => ({ PutRequest: { Item } })),
  );
  await writeAll(
    table,
    changes.remove.map((Key) => ({ DeleteRequest: { Key } })),
  );
  await finish(table, locked, { contentHash, forced: force ? locked.revision : standing?.forced }, signature);
  return {
    revision: locked.revision,
    written: changes.put.length,
    removed: changes.remove.length,
    ...(force ? {} : lossesIn(config, behind[0], Date.parse(signature.at))),
    ...keptIn(config, rotasIn(there, behind[0]).rotations, Date.parse(signature.at)),
  };
};

export const hashOf = (config: Config): string => createHash('sha256').update(JSON.stringify(config)).digest('hex');

/** The rotations of the table, and the hours they refer to; of those broken by hand, what was applied last. */
export const rotasIn = (items: readonly Item[], applied: Config | undefined): Pick<Config, 'rotations' | 'hours'> => ({
  rotations: { ...applied?.rotations, ...entriesUnder(keys.rotation, readRotation, items) },
  hours: { ...applied?.hours, ...entriesUnder(keys.hours, readHours, items) },
});

const keptIn = (config: Config, before: Config['rotations'], nowMs: number): Pick<Applied, 'kept'> => {
  const moved = Object.entries(config.rotations).filter(([name, { offset }]) => {
    const old = before[name];
    return old !== undefined && old.offset !== offset;
  });
  if (moved.length === 0) return {};
  const whose = moved.map(([name, rotation]) => [name, whoseTurn(rotation, config.hours, nowMs) ?? null] as const);
  return { kept: Object.fromEntries(whose) };
};

const lossesIn = (config: Config, before: Config | undefined, nowMs: number): Pick<Applied, 'losses'> => {
  const losses = before === undefined ? [] : lossesBetween(before, config, nowMs);
  return losses.length === 0 ? {} : { losses };
};

/** What the table may hold items of: the standing revision, and one whose apply was cut short. */
const configsBehind = async (table: Table, standing: Awaited<ReturnType<typeof readStanding>>): Promise<Config[]> => {
  const revisions = [standing?.revision, standing?.pending?.revision].filter((revision) => revision !== undefined);
  const configs = await Promise.all(revisions.map((revision) => readHistory(table, revision)));
  return configs.filter((config) => config !== undefined);
};

/** One batch after the other, in order; 25 writes are the most one takes, and it may leave some for the next one. */
export const writeAll = async ({ client, name }: Table, requests: readonly object[]): Promise<void> => {
  for (let open = [...requests]; open.length > 0; ) {
    const { UnprocessedItems } = await client.send(
      new BatchWriteCommand({ RequestItems: { [name]: open.slice(0, 25) } }),
    );
    open = [...(UnprocessedItems?.[name] ?? []), ...open.slice(25)];
  }
};
