/** `dial-whom history`: every revision there was. */
import { Command } from 'commander';
import type { Size } from '../table/history.ts';
import { findTable } from '../table/open.ts';
import { type KeptRevision, listRevisions } from '../table/revisions.ts';
import { type TargetOptions, withTarget } from '../table/target.ts';
import { columns } from '../terminal/columns.ts';
import { examples } from '../terminal/examples.ts';
import { green, yellow } from '../terminal/paint.ts';
import { print } from '../terminal/print.ts';
import { utcTime } from '../terminal/times.ts';

/** Exit code 0, also when nothing was applied yet. */
export const historyCommand = (): Command =>
  withTarget(new Command('history'))
    .description(
      'Every revision, the newest first: who applied it, when and why, and how large it is (+ and -: than the one it was made on)',
    )
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
State: stands (what the primary answers from), published (what the fallback answers from, with whatever was edited by hand
since), forced (the last of which the losses were meant), pending (is being applied, or was cut short), never stood (was cut
short, and another one was made instead), not whole (was cut short before it changed anything).`,
    )
    .addHelpText(
      'after',
      examples('npx dial-whom history', 'npx dial-whom history --table TABLE --region ap-south-1 --json', [
        'npx dial-whom rollback 12',
        'back to one of them',
      ]),
    )
    .action(async ({ json, ...target }: TargetOptions & { json?: true }, command: Command) => {
      const table = await findTable(target);
      const revisions = await listRevisions(table);
      print(command, json ? { table: table.name, revisions } : describe(revisions));
    });

const describe = (revisions: readonly KeptRevision[]): string => {
  if (revisions.length === 0) return 'nothing was applied yet: npx dial-whom apply\n';
  const sizeOf = new Map(revisions.map(({ revision, size }) => [revision, size]));
  return columns(
    ['revision', 'when (UTC)', 'who', 'agents', 'pools', 'applets', 'state', 'note'],
    revisions.map(({ revision, at, by, note, size, follows, states }, index) => [
      String(revision),
      at === undefined ? 'unknown' : utcTime(at),
      by ?? 'unknown',
      ...sizes(size, sizeOf.get(follows ?? revisions[index + 1]?.revision ?? 0)),
      states.map(stateText).join(', ') || '-',
      note ?? '-',
    ]),
  );
};

const stateText = (state: KeptRevision['states'][number]): string =>
  state === 'stands' ? green(state) : state === 'forced' || state === 'published' ? state : yellow(state);

const sizes = (size: Size | undefined, before: Size | undefined): string[] =>
  (['agents', 'pools', 'applets'] as const).map((part) => {
    if (size === undefined) return 'unknown';
    const more = before === undefined ? 0 : size[part] - before[part];
    return more === 0 ? String(size[part]) : `${size[part]} (${more > 0 ? '+' : ''}${more})`;
  });
