/**
 * What bringing the table to a configuration would do: to its items, and to what others did. Read once, decided without
 * another look, so that plan, apply and rollback say and do the same.
 */
import { createHash } from 'node:crypto';
import { type Revision, readHours, readRotation } from '../../functions/adapters/config-item.ts';
import { entriesUnder, keys } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { type Item, pathOf } from '../../functions/adapters/item.ts';
import type { Config } from '../../functions/domain/config.ts';
import { keepTurns, whoseTurn } from '../../functions/domain/rotation.ts';
import { lossesBetween } from '../../functions/domain/snapshot-check.ts';
import { type Changes, canonical, changesTo, isEmpty, itemsOf } from '../table/items.ts';
import { isOverride } from '../table/read-items.ts';
import type { RevisedEdit } from '../table/revised.ts';
import { type Drift, driftOf } from './drift.ts';
import { beginGround, completeGround, type Ground } from './ground.ts';
import { othersEditsIn } from './others-edits.ts';
import { quickEditsIn } from './quick-edits.ts';

export type Prepared = {
  /** Of precisely these writes, to precisely this revision. */
  readonly id: string;
  readonly standing: Revision | undefined;
  readonly applied: Config | undefined;
  /** As it would be applied: whoever has the turn of a rotation keeps it. */
  readonly config: Config;
  readonly contentHash: string;
  readonly changes: Changes;
  /** The table stands at it already, its history has it, and nothing that was cut short is left to be ended. */
  readonly isThere: boolean;
  readonly drift: readonly Drift[];
  readonly quickEdits: readonly RevisedEdit[];
  /** The revision that was made from a file last. */
  readonly fileRevision: number | undefined;
  /** What others applied from a file, and this one undoes. */
  readonly othersEdits: readonly RevisedEdit[];
  /** The revision that the file goes by, as far as that can be told. */
  readonly baseRevision: number | undefined;
  /** Of what was applied last: so many people that it has to be meant. */
  readonly losses: readonly string[];
  /** Why the fallback will not follow, unless it is meant: the same, and of what it answers from, should that be older. */
  readonly unfollowed: readonly string[];
  /** Rotations whose edit would have moved somebody, by name: who goes on. */
  readonly kept: Readonly<Record<string, string | null>>;
};

export type PrepareOptions = {
  readonly restartRotations?: boolean | undefined;
  /** Who applies a file. Not for a rollback, which is meant to undo what came later, nor where nobody would be asked. */
  readonly by?: string | undefined;
};

export const prepare = async (table: Table, file: Config, nowMs: number, options?: PrepareOptions): Promise<Prepared> =>
  decide(await completeGround(table, await beginGround(table), file, options?.by), file, nowMs, options);

/** Pure. */
export const decide = (
  { standing, revised, behind, followed, interrupted, items, outside }: Ground,
  file: Config,
  nowMs: number,
  { restartRotations = false }: PrepareOptions = {},
): Prepared => {
  const applied = revised.at(-1)?.config;
  const there = items.filter((item) => !isOverride(item));
  const inside = there.filter(({ pk }) => !outside.has(pk));
  const before = rotasIn(inside, applied);
  const config = restartRotations ? file : { ...file, rotations: keepTurns(before, file, nowMs) };
  const wanted = itemsOf(config);
  const changes = changesTo(wanted, inside);
  const contentHash = hashOf(file);
  const halves = interrupted.map(itemsOf);
  const lossesOf = (before: Config | undefined) => (before === undefined ? [] : lossesBetween(before, config, nowMs));
  const losses = lossesOf(applied);
  const quickEdits = quickEditsIn(revised, wanted);
  const toldAlready = new Set(quickEdits.map(({ item }) => item));
  return {
    id: idOf(standing, changes),
    standing,
    applied,
    config,
    contentHash,
    changes,
    isThere:
      isEmpty(changes) &&
      applied !== undefined &&
      standing?.contentHash === contentHash &&
      standing.pending === undefined,
    drift:
      applied === undefined ? [] : driftOf({ applied: itemsOf(applied), there, wanted, interrupted: halves, outside }),
    quickEdits,
    fileRevision: revised[0]?.revision,
    othersEdits: othersEditsIn([...behind, ...revised.slice(1)], wanted).filter(({ item }) => !toldAlready.has(item)),
    baseRevision: behind[0]?.revision,
    losses,
    unfollowed: [...new Set([...lossesOf(followed), ...losses])],
    kept: keptIn(config, before.rotations, nowMs),
  };
};

export const hashOf = (config: Config): string => createHash('sha256').update(JSON.stringify(config)).digest('hex');

const idOf = (standing: Revision | undefined, { put, remove }: Changes): string =>
  createHash('sha256')
    .update(canonical([standing?.revision ?? 0, put, remove.map(pathOf)]))
    .digest('hex')
    .slice(0, 8);

/** The rotations of the table, and the hours they refer to; of those broken by hand, what was applied last. */
const rotasIn = (items: readonly Item[], applied: Config | undefined): Pick<Config, 'rotations' | 'hours'> => ({
  rotations: { ...applied?.rotations, ...entriesUnder(keys.rotation, readRotation, items) },
  hours: { ...applied?.hours, ...entriesUnder(keys.hours, readHours, items) },
});

const keptIn = (config: Config, before: Config['rotations'], nowMs: number): Prepared['kept'] => {
  const moved = Object.entries(config.rotations).filter(([name, { offset }]) => {
    const old = before[name];
    return old !== undefined && old.offset !== offset;
  });
  return Object.fromEntries(
    moved.map(([name, rotation]) => [name, whoseTurn(rotation, config.hours, nowMs) ?? null] as const),
  );
};
