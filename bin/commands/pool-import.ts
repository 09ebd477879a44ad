/** `dial-whom pool import`: a spreadsheet of people into pools, all of it or nothing. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Config } from '../../functions/domain/config.ts';
import type { Finding } from '../../functions/domain/finding.ts';
import { withAdditions } from '../change/edits.ts';
import { judge } from '../change/quick-change.ts';
import { perform } from '../change/quick-command.ts';
import { importOf } from '../import/additions.ts';
import { type Flaw, readCsv } from '../import/csv.ts';
import { rowsOf } from '../import/rows.ts';
import { describeSummary, isNothing, summaryOf } from '../import/summary.ts';
import { describeProblem } from '../pools-file/load.ts';
import { findTableToChange } from '../table/open.ts';
import { readState } from '../table/state.ts';
import { type TargetOptions, withTarget } from '../table/target.ts';
import { examples } from '../terminal/examples.ts';
import { plainText } from '../terminal/plain-text.ts';
import { print } from '../terminal/print.ts';
import { progressBar } from '../terminal/progress.ts';
import { UsageError } from '../usage-error.ts';

type Options = TargetOptions & { readonly note?: string; readonly json?: true };

/** Exit code 0 when the table says so, 1 when it is refused, or the file or the table cannot be read. */
export const importCommand = (): Command =>
  withTarget(new Command('import'))
    .description('Let everybody in a spreadsheet join pools: all of them, or nobody if a row is wrong')
    .argument('<file>', 'CSV as a spreadsheet exports it, in UTF-8; - reads from the standard input')
    .option('--note <text>', 'why; kept with the revision', plainText)
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
The file begins with a header line. Its columns, in any order, separated by commas, semicolons or tabs:
  pool     the pool, as in pools.yaml; it must be there
  number   in any usual writing; the number policy judges it
  agent    the name or id of the agent; empty or left out where somebody has the number already
  tier     lower tiers are used up first (1 if empty, or the one he has)
  weight   his share in a pool of strategy weighted (1 if empty, or the one he has)
Somebody with several numbers has a row for each. An agent who is there already gets the numbers he lacks.
Nobody leaves a pool, and places change only where tier or weight is given. The same file again changes nothing.
It is for now: npx dial-whom apply asks whether to put the pools back as the file has them; npx dial-whom export prints them.`,
    )
    .addHelpText(
      'after',
      examples(
        'npx dial-whom pool import people.csv',
        'npx dial-whom pool import people.csv --note "Pune joins" --table TABLE --region ap-south-1',
        `printf 'pool,number,agent\\nsales,09000000099,Ravi Kumar\\n' | npx dial-whom pool import -`,
      ),
    )
    .action(importFile);

const importFile = async (path: string, { note, json, ...target }: Options, command: Command): Promise<void> => {
  const file = path === '-' ? 'standard input' : path;
  const csv = readCsv(readBytes(path));
  const table = await findTableToChange(target, command);
  const state = await readState(table);
  const nowMs = Date.now();

  const { rows, flaws } = rowsOf(csv.rows, state.config);
  const { additions, flaws: misfits, flawOf } = importOf(rows, state.config);
  const edit = withAdditions(additions);
  const describe = (found: readonly Finding[], after: Config, more: readonly Flaw[] = []) =>
    describeFlaws(file, [...more, ...found.map((finding) => flawOf(finding, after))]);
  const all = [...csv.flaws, ...flaws, ...misfits];
  if (all.length > 0) {
    const after = edit(state.config);
    throw new UsageError(describe(judge(state.config, after, nowMs).broken, after, all));
  }

  const summary = summaryOf(rows.length, additions, state.config);
  const says = `${file}: ${describeSummary(summary)}`;
  if (isNothing(summary)) {
    const standing = state.standing.revision;
    const nothing = `${says}: nothing to change in ${table.name}\n`;
    print(command, json ? { table: table.name, revision: standing, file, ...summary } : nothing);
    return;
  }
  const { stderr } = process;
  const bar = stderr.isTTY ? progressBar(`importing ${file}`, (text) => stderr.write(text)) : undefined;
  await perform(command, table, state, {
    edit,
    describe,
    says: json ? { file, ...summary } : says,
    note: `import of ${says}${note === undefined ? '' : `: ${note}`}`,
    remind:
      'unless the pools file has it already, write it anew with npx dial-whom export: else apply asks whether to undo it',
    nowMs,
    onProgress: bar?.show,
  }).finally(bar?.clear);
};

const readBytes = (path: string): Uint8Array => {
  try {
    return readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    throw new UsageError(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}): give the path of a CSV file`,
    );
  }
};

/** More of them nobody reads, and they have most often one cause. */
const mostShown = 50;

/** In the order of the file. */
const describeFlaws = (file: string, flaws: readonly Flaw[]): string => {
  const lines = flaws.toSorted((one, other) => one.line - other.line).map((flaw) => describeProblem({ file, ...flaw }));
  const more = lines.length > mostShown ? [`and ${(lines.length - mostShown).toLocaleString('en-US')} more`] : [];
  return [...lines.slice(0, mostShown), ...more, 'Nothing was imported.'].join('\n');
};
