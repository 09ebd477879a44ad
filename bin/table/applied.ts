/** What a table stands at, for a command that goes on from there. Without it a `UsageError` says what to do. */
import { readHistory } from '../../functions/adapters/config-history.ts';
import type { Revision } from '../../functions/adapters/config-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';
import { UsageError } from '../usage-error.ts';
import { readStanding } from './revision.ts';

export type LastApplied = {
  readonly standing: Revision;
  /** As it is kept in the history: without edits by hand, and without overrides. */
  readonly applied: Config;
};

export const requireStanding = async (table: Table): Promise<Revision> => {
  const standing = await readStanding(table);
  // A first apply that is not done, or was cut short, has left 0.
  if (standing !== undefined && standing.revision > 0) return standing;
  throw new UsageError(`nothing was applied to ${table.name} yet: npx dial-whom apply`);
};

export const requireApplied = async (table: Table): Promise<LastApplied> => {
  const standing = await requireStanding(table);
  const applied = await readHistory(table, standing.revision);
  if (applied !== undefined) return { standing, applied };
  throw new UsageError(
    `revision ${standing.revision} of ${table.name} is not whole in its history, so not every item can be found: apply your pools file again`,
  );
};
