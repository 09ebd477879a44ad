/** Why the lock is refused: who has it, or changed what meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readHistory } from '../../functions/adapters/config-history.ts';
import { applyMs, type Revision } from '../../functions/adapters/config-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';
import { changedPaths, itemsOf } from '../table/items.ts';
import { readStanding } from '../table/revision.ts';
import { someOf } from '../terminal/some-of.ts';

const waitMs = 200;

type Stood = { readonly standing: Revision | undefined; readonly applied: Config | undefined };

/** In words, with the names of what the other one changes; he may be about to write them down. */
export const whoElse = async (table: Table, stood: Stood, tries = 3): Promise<string> => {
  const { standing, applied } = stood;
  const now = await readStanding(table);
  const other = now?.pending ?? (now?.revision === standing?.revision ? undefined : now);
  if (now === undefined || other === undefined) return 'somebody else changed the table meanwhile';
  const theirs = await readHistory(table, other.revision);
  if (theirs === undefined && tries > 1) {
    await sleep(waitMs);
    return whoElse(table, stood, tries - 1);
  }
  const before = now.pending === undefined ? applied : await readHistory(table, now.revision);
  const paths = theirs === undefined ? [] : [...changedPaths(before ? itemsOf(before) : [], itemsOf(theirs))];
  return `${now.pending === undefined ? madeBy(now) : heldBy(now.pending)}${listed(paths)}`;
};

export const heldBy = ({ by, at }: NonNullable<Revision['pending']>): string =>
  `${by} is changing the table, since ${at} (cut short? then from ${new Date(Date.parse(at) + applyMs).toISOString()} on anybody may)`;

const madeBy = ({ revision, by = 'somebody', note }: Revision): string =>
  `${by} made revision ${revision} meanwhile${note === undefined ? '' : ` (${note})`}`;

/** `: POOL#sales/MEMBER#asha, POOL#sales/META and 3 more` */
const listed = (paths: readonly string[]): string => (paths.length === 0 ? '' : `: ${someOf(paths, 5)}`);
