/** `dial-whom validate`: is the pools file right? */
import { Command } from 'commander';
import { summaryOf } from '../change/summary.ts';
import { describeProblem, loadConfig } from '../pools-file/load.ts';
import { defaultPoolsFile } from '../pools-file/require-config.ts';
import { poolsFileJsonSchema } from '../pools-file/schema.ts';
import { examples } from '../terminal/examples.ts';
import { red } from '../terminal/paint.ts';
import { complain, print } from '../terminal/print.ts';

/** Exit code 0 when it could be applied, 1 when something is wrong in it. */
export const validateCommand = (): Command =>
  new Command('validate')
    .description('Check a pools file: names every mistake with its line and what to do')
    .argument('[file]', 'the pools file (default: POOLS_FILE, or pools.yaml)')
    .option('--json', 'print the result as JSON')
    .option('--schema', 'print the JSON Schema by which editors complete and explain a pools file, and check none')
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom validate', 'pools.yaml, or the file POOLS_FILE names'],
        'npx dial-whom validate new.yaml && npx dial-whom apply new.yaml',
        ['npx dial-whom validate --json | jq .problems', 'for machines'],
        ['npx dial-whom validate --schema > pools.schema.json', 'named in the first line of the file: see pools.yaml'],
      ),
    )
    .action((file: string | undefined, { json, schema }: { json?: true; schema?: true }, command: Command) => {
      if (schema) {
        print(command, poolsFileJsonSchema());
        return;
      }
      const path = file ?? defaultPoolsFile();
      const loaded = loadConfig(path);
      const problems = loaded.kind === 'problems' ? loaded.problems : [];
      if (json) print(command, { file: path, valid: loaded.kind === 'config', problems });
      else if (loaded.kind === 'config') print(command, `${path} is valid: ${summaryOf(loaded.config)}\n`);
      else complain(command, [red(problems.map(describeProblem).join('\n'))]);
      process.exitCode = problems.length > 0 ? 1 : 0;
    });
