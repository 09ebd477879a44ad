/** A revision of the history as it would be applied today. */
import { readHistory } from '../../functions/adapters/config-history.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { configOf, contentOf, describeFinding } from '../pools-file/file-content.ts';
import { requireStanding } from '../table/applied.ts';
import { type KeptRevision, listRevisions } from '../table/revisions.ts';
import { UsageError } from '../usage-error.ts';

/** Throws a `UsageError` that says what to do when there is no going back to it. */
export const requireRevision = async (table: Table, revision: number, nowMs: number): Promise<Config> => {
  const standing = await requireStanding(table);
  if (revision === standing.revision) {
    throw new UsageError(
      `${table.name} stands at revision ${revision} already: npx dial-whom history lists the others; what was edited by hand since is undone by applying the file`,
    );
  }
  const [kept, about] = await Promise.all([readHistory(table, revision), readAbout(table, revision)]);
  if (kept === undefined) throw new UsageError(whyNot(table, revision, about));
  if (about?.states.includes('pending')) {
    throw new UsageError(
      `revision ${revision} of ${table.name} has not stood yet: it is being applied, or its change was cut short; revision ${standing.revision} stands`,
    );
  }
  if (about?.states.includes('never stood')) throw new UsageError(whyNever(table, about, standing.revision));

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

const readAbout = async (table: Table, revision: number): Promise<KeptRevision | undefined> =>
  (await listRevisions(table, revision)).find((one) => one.revision === revision);

const whyNot = (table: Table, revision: number, about: KeptRevision | undefined): string =>
  about === undefined
    ? `there is no revision ${revision} in ${table.name}: npx dial-whom history lists those there are`
    : `revision ${revision} is not whole in the history of ${table.name}, because its apply was cut short: npx dial-whom history lists the others`;

const whyNever = ({ name }: Table, { revision, follows }: KeptRevision, standing: number): string => {
  const before =
    follows === undefined || follows === 0
      ? 'nothing stood before it: npx dial-whom history lists what did since'
      : `the one before it is revision ${follows}${follows === standing ? ', which stands' : `: npx dial-whom rollback ${follows}`}`;
  return `revision ${revision} of ${name} never stood, because its change was cut short; ${before}`;
};
