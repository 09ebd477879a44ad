/** `dial-whom plan`: what would applying a pools file mean for people? */
import { Command } from 'commander';
import { beginGround } from '../change/ground.ts';
import { compare, isChange } from '../plan/compare.ts';
import { jsonOf } from '../plan/json.ts';
import { describePlan } from '../plan/text.ts';
import { defaultPoolsFile, requireConfigAside } from '../pools-file/require-config.ts';
import { signer } from '../signer.ts';
import { commandLine } from '../table/command-line.ts';
import { findTable } from '../table/open.ts';
import { type TargetOptions, withTarget } from '../table/target.ts';
import { examples } from '../terminal/examples.ts';
import { print } from '../terminal/print.ts';

type PlanOptions = TargetOptions & { readonly restartRotations?: true; readonly json?: true };

/** Exit code 0 when apply would change nothing, 1 when it would, when the file is wrong or the table cannot be reached. */
export const planCommand = (): Command =>
  withTarget(new Command('plan'))
    .description('Compare a pools file with what the table really has: who is rung before and after. Writes nothing')
    .argument('[file]', 'the pools file (default: POOLS_FILE, or pools.yaml)')
    .option('--restart-rotations', 'as apply --restart-rotations would: edited rotations begin as the file has them')
    .option('--json', 'print everything as JSON')
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom plan', 'pools.yaml against the table of the local service'],
        ['npx dial-whom plan new.yaml --json | jq .warnings', 'for machines'],
        ['npx dial-whom plan --outputs outputs.json --stage prod', 'against a deployed table'],
      ),
    )
    .action(async (file: string | undefined, { json, restartRotations, ...target }: PlanOptions, command: Command) => {
      const path = file ?? defaultPoolsFile();
      const { config, table, begun } = await readBoth(path, target);
      const compared = await compare(table, begun, config, Date.now(), { restartRotations, by: signer() });
      const restart = restartRotations ? ['--restart-rotations'] : [];
      const apply = commandLine(['apply', path, '--plan', compared.id, ...restart], target);
      const text = json ? jsonOf(compared, path, apply) : describePlan(compared, path, apply);
      print(command, text);
      process.exitCode = isChange(compared) ? 1 : 0;
    });

/** Side by side: with thousands of people either takes seconds. What is wrong with the file is said first. */
const readBoth = async (path: string, target: TargetOptions) => {
  const stopping = new AbortController();
  const reading = findTable(target).then(async (table) => ({
    table,
    begun: await beginGround(table, stopping.signal),
  }));
  // Its own faults are said when it is waited for.
  reading.catch(() => {});
  try {
    const config = await requireConfigAside(path);
    return { config, ...(await reading) };
  } finally {
    // Nobody waits for the table to hear that the file is wrong.
    stopping.abort();
  }
};

const meaning = `
Its last line is the command that applies precisely this: it is refused when that would do anything else meanwhile.
Exit code: 0 nothing to change, 1 something to change, or refused, 2 wrong usage. Warnings never change it.
Shares are of first rings, among those on duty, were nobody busy or paused.`;
