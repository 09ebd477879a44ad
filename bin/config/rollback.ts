/** A revision of the history as it would be applied today. */
import { readHistory } from '../../functions/adapters/config-history.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { type Config, entry } from '../../functions/domain/config.ts';
import { UsageError } from '../usage-error.ts';
import { configOf, contentOf, describeFinding } from './file-content.ts';
import { readStanding } from './revision.ts';
import { listRevisions } from './revisions.ts';

/** Throws a `UsageError` that says what to do when there is no going back to it. */
export const requireRevision = async (table: Table, revision: number, nowMs: number): Promise<Config> => {
  const standing = await readStanding(table);
  if (standing === undefined || standing.revision === 0) {
    throw new UsageError(`nothing was applied to ${table.name} yet: npx dial-whom apply`);
  }
  if (revision === standing.revision) {
    throw new UsageError(
      `${table.name} stands at revision ${revision} already: npx dial-whom history lists the others; what was edited by hand since is undone by applying the file`,
    );
  }
  const kept = await readHistory(table, revision);
  if (kept === undefined) throw new UsageError(await whyNot(table, revision));

  // As a file of that content would be read today: with what became of defaults, checks and numbering plans since.
  const understood = configOf(contentOf(kept), nowMs);
  if (understood.kind === 'problems') {
    throw new UsageError(
      [
        `revision ${revision} would not be valid today, and ${table.name} stays at revision ${standing.revision}; apply a file of its own with these put right:`,
        ...understood.problems.map(describeFinding),
      ].join('\n'),
    );
  }
  return { ...understood.config, rotations: withOffsets(understood.config.rotations, kept.rotations) };
};

/** Whose turn it was is not in a file, but in the revision. */
const withOffsets = (rotations: Config['rotations'], kept: Config['rotations']): Config['rotations'] =>
  Object.fromEntries(
    Object.entries(rotations).map(([name, rotation]) => [
      name,
      { ...rotation, offset: entry(kept, name)?.offset ?? rotation.offset },
    ]),
  );

const whyNot = async (table: Table, revision: number): Promise<string> =>
  (await listRevisions(table)).some((one) => one.revision === revision)
    ? `revision ${revision} is not whole in the history of ${table.name}, because its apply was cut short: npx dial-whom history lists the others`
    : `there is no revision ${revision} in ${table.name}: npx dial-whom history lists those there are`;
