/** `dial-whom export`: the table as a pools file. */
import { Command } from 'commander';
import { type Actual, readActual } from '../config/actual.ts';
import { configOf, contentOf, describeFinding } from '../config/file-content.ts';
import { findTable } from '../config/table.ts';
import { type TargetOptions, withTarget } from '../config/target.ts';
import { yamlText } from '../config/yaml-text.ts';
import { examples } from '../examples.ts';

/** Exit code 0 when the file could be applied as it is, 1 when it could not, with why on stderr, or when there is none. */
export const exportCommand = (): Command =>
  withTarget(new Command('export'))
    .description(
      'Print what the table really has, hand edits included, as a pools file; whose turn it is in a rotation, and overrides, stay in the table',
    )
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        ['dial-whom export > new.yaml && dial-whom apply new.yaml', 'changes nothing'],
        ['dial-whom export | diff before.yaml -', 'what somebody edited since an earlier export'],
        'dial-whom export --table TABLE --region ap-south-1 > prod.yaml',
      ),
    )
    .action(async ({ json, ...target }: TargetOptions & { json?: true }, command: Command) => {
      const table = await findTable(target);
      const { revision, config, broken } = await readActual(table);
      const content = contentOf(config);
      const problems = [...brokenLines(broken), ...problemLines(content)];
      const { writeOut, writeErr } = command.configureOutput();
      writeOut?.(
        json
          ? `${JSON.stringify({ table: table.name, revision, file: content, broken, problems }, null, 2)}\n`
          : yamlText(content),
      );
      for (const line of problems) writeErr?.(`${line}\n`);
      process.exitCode = problems.length > 0 ? 1 : 0;
    });

const brokenLines = (broken: Actual['broken']): string[] =>
  Object.entries(broken).map(
    ([path, why]) =>
      `${path}: ${why}. It is printed as it was applied. To mend it: correct the item, or apply a pools file.`,
  );

const problemLines = (content: Parameters<typeof configOf>[0]): string[] => {
  const understood = configOf(content, Date.now());
  return understood.kind === 'config' ? [] : understood.problems.map(describeFinding);
};
