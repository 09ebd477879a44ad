/** `dial-whom export`: the table as a pools file. */
import { statSync } from 'node:fs';
import { Command } from 'commander';
import { summaryOf } from '../change/summary.ts';
import { configOf, contentOf, describeFinding, type FileContent } from '../pools-file/file-content.ts';
import { yamlText } from '../pools-file/yaml-text.ts';
import { type Actual, readActual } from '../table/actual.ts';
import { findTable } from '../table/open.ts';
import { type TargetOptions, withTarget } from '../table/target.ts';
import { examples } from '../terminal/examples.ts';
import { complain, print, textOf } from '../terminal/print.ts';
import { UsageError } from '../usage-error.ts';
import { attempt, readText, replace } from '../whole-file.ts';

type ExportOptions = TargetOptions & { readonly json?: true; readonly output?: string };

/** Exit code 0 when the file could be applied as it is, 1 when it could not, with why on stderr, or when there is none. */
export const exportCommand = (): Command =>
  withTarget(new Command('export'))
    .description(
      'Print what the table really has, hand edits included, as a pools file; whose turn it is in a rotation, and overrides, stay in the table',
    )
    .option('-o, --output <file>', 'write it to this file, whole or not at all, and only if it could be applied')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
The shell empties the file of "export > pools.yaml" before anything is read; --output leaves it as it is until all is there.
${examples(
  ['npx dial-whom export -o new.yaml && npx dial-whom apply new.yaml', 'changes nothing'],
  ['npx dial-whom export | diff before.yaml -', 'what somebody edited since an earlier export'],
  'npx dial-whom export --table TABLE --region ap-south-1 -o prod.yaml',
)}`,
    )
    .action(async ({ json, output, ...target }: ExportOptions, command: Command) => {
      const table = await findTable(target);
      const { revision, config, broken } = await readActual(table);
      const content = contentOf(config);
      const problems = [...brokenLines(broken), ...problemLines(content)];
      const text = json ? textOf({ table: table.name, revision, file: content, broken, problems }) : yamlText(content);
      if (output === undefined) print(command, text);
      else if (problems.length === 0) {
        writeFile(output, text);
        print(command, `${output} holds revision ${revision} of ${table.name}: ${summaryOf(config)}\n`);
      }
      const unwritten = output !== undefined && problems.length > 0 ? [`${output} was not written`] : [];
      complain(command, [...problems, ...unwritten]);
      process.exitCode = problems.length > 0 ? 1 : 0;
    });

const writeFile = (path: string, text: string): void => {
  // A pipe would be waited for, and a device replaced by a file.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    throw new UsageError(
      `${path} is no regular file: nothing was changed. Without --output, export prints to standard output`,
    );
  }
  const written = attempt(() => replace(path, readText(path), text));
  if (written.kind === 'failed')
    throw new UsageError(`${path} cannot be written (${written.code}): nothing was changed`);
  if (written.value !== undefined) throw new UsageError(written.value.why);
};

const brokenLines = (broken: Actual['broken']): string[] =>
  Object.entries(broken).map(
    ([path, why]) =>
      `${path}: ${why}. It is exported as it was applied. To mend it: correct the item, or apply a pools file.`,
  );

const problemLines = (content: FileContent): string[] => {
  const understood = configOf(content, Date.now());
  return understood.kind === 'config' ? [] : understood.problems.map(describeFinding);
};
