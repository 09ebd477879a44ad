/**
 * A change of a few items of the table, without a file: under the same lock as `apply`, checked as a whole before
 * anything is written, and a revision of its own. What somebody edited by hand elsewhere is left as it is.
 */
import type { Table } from '../../functions/adapters/dynamo.ts';
import { type Item, type Key, pathOf } from '../../functions/adapters/item.ts';
import type { Config } from '../../functions/domain/config.ts';
import { checkConfig } from '../../functions/domain/config-check.ts';
import type { Finding } from '../../functions/domain/finding.ts';
import { lossesBetween } from '../../functions/domain/snapshot-check.ts';
import { describeFinding } from '../pools-file/file-content.ts';
import { type Changes, canonical, changedPaths, itemsOf, withoutOverrides } from '../table/items.ts';
import type { Signature } from '../table/revision.ts';
import type { TableState } from '../table/state.ts';
import type { OnProgress } from '../table/write-all.ts';
import { UsageError } from '../usage-error.ts';
import { commit } from './commit.ts';
import { hashOf } from './prepare.ts';

export type QuickChange = {
  /** Made of what the table has and of what was applied; of either, what it does not find it leaves out. */
  readonly edit: (config: Config) => Config;
  /** Overrides, which no revision holds. */
  readonly put?: readonly (Key & Item)[];
  readonly remove?: readonly Key[];
  /** What it would break, in words; by the place in the configuration, if not given. */
  readonly describe?: (findings: readonly Finding[], after: Config) => string;
};

export type Changed = {
  readonly revision: number;
  /** What was wrong with the configuration before, and still is. */
  readonly wrong: readonly string[];
};

/** Throws a `UsageError` when it is refused; the table is then as it was. */
export const changeTable = async (
  table: Table,
  state: TableState,
  { edit, put = [], remove = [], describe = describeAll }: QuickChange,
  signature: Signature,
  { force = false, onProgress }: { readonly force?: boolean; readonly onProgress?: OnProgress | undefined } = {},
): Promise<Changed> => {
  const { standing, applied, config, leftOver, there } = state;
  const nowMs = Date.parse(signature.at);
  const next = edit(config);
  const { broken, wrong } = judge(config, next, nowMs);
  if (broken.length > 0) throw new UsageError(describe(broken, next));
  const changes = changesBetween(there, itemsOf(next), changedPaths(itemsOf(config), itemsOf(next)), leftOver);
  const revised = withoutOverrides(edit(applied));
  const losses = force ? [] : lossesBetween(applied, revised, nowMs);
  if (losses.length > 0)
    throw new UsageError(`${losses.join('; ')}: the fallback would not follow. Meant? Run it again with --force`);

  // With what was applied unchanged the table still stands at that file; otherwise at none there is.
  const isSame = canonical(revised) === canonical(applied) && standing.contentHash !== undefined;
  const contentHash = isSame ? (standing.contentHash ?? '') : hashOf(revised);
  const all = { put: [...changes.put, ...put], remove: [...changes.remove, ...remove] };
  const decided = { standing, applied, config: revised, changes: all, contentHash };
  const revision = await commit(table, decided, { ...signature, from: 'command' }, force, { onProgress, sideBySide });
  return { revision, wrong: wrong.map(describeFinding) };
};

/** Batches at a time: fast enough for thousands of items, and no more than a table on demand takes. */
const sideBySide = 8;

/** What a change would break, and what was broken before: that must not keep anybody from a change at night. */
export const judge = (
  before: Config,
  after: Config,
  nowMs: number,
): { readonly broken: readonly Finding[]; readonly wrong: readonly Finding[] } => {
  const known = new Set(checkConfig(before, nowMs).map(identityOf));
  const findings = checkConfig(after, nowMs);
  const isOld = (finding: Finding) => known.has(identityOf(finding));
  return { broken: findings.filter((finding) => !isOld(finding)), wrong: findings.filter(isOld) };
};

const describeAll = (findings: readonly Finding[]): string => findings.map(describeFinding).join('\n');

/** Its place in a list may move. */
const identityOf = ({ path, what }: Finding): string => `${path.slice(0, 2).join('.')} ${what}`;

/** Of the items that are touched; what is more in one of them than we know of stays. */
const changesBetween = (
  there: readonly (Key & Item)[],
  wanted: readonly (Key & Item)[],
  touched: ReadonlySet<string>,
  leftOver: ReadonlySet<string>,
): Changes => {
  const before = new Map(there.map((item) => [pathOf(item), item]));
  const paths = new Set(wanted.map(pathOf));
  const isOurs = (item: Item) => touched.has(pathOf(item)) || leftOver.has(pathOf(item));
  return {
    put: wanted
      .filter(isOurs)
      .map((item) => (leftOver.has(pathOf(item)) ? item : { ...before.get(pathOf(item)), ...item }))
      .filter((item) => canonical(item) !== canonical(before.get(pathOf(item)))),
    remove: there.filter((item) => isOurs(item) && !paths.has(pathOf(item))),
  };
};
