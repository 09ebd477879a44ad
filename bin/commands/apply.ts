/** `dial-whom apply`: the pools file into the table. */
import { Command } from 'commander';
import type { Applied } from '../change/apply.ts';
import { summaryOf } from '../change/summary.ts';
import { applyAsked } from '../plan/apply.ts';
import { counted } from '../plan/words.ts';
import { defaultPoolsFile, requireConfig } from '../pools-file/require-config.ts';
import { signer } from '../signer.ts';
import { findTableToChange } from '../table/open.ts';
import { type TargetOptions, withTarget } from '../table/target.ts';
import { examples } from '../terminal/examples.ts';
import { plainText } from '../terminal/plain-text.ts';
import { print } from '../terminal/print.ts';

type ApplyOptions = TargetOptions & {
  note?: string;
  restartRotations?: true;
  force?: true;
  yes?: true;
  plan?: string;
  json?: true;
};

/** Exit code 0 when the table stands at the file, 1 when the file is wrong or the table cannot be reached. */
export const applyCommand = (): Command =>
  withTarget(new Command('apply'))
    .description('Load a pools file into the table, by default into that of the local service')
    .argument('[file]', 'the pools file (default: POOLS_FILE, or pools.yaml)')
    .option('--note <text>', 'why; kept with the revision', plainText)
    .option('--restart-rotations', 'begin edited rotations as the file has them, whoever is on duty now')
    .option(
      '--force',
      'what is lost is meant: the fallback shall follow although a pool shrinks by more than half, or a pool or an applet is gone',
    )
    .option('--plan <id>', 'only if it does exactly what npx dial-whom plan showed under this id')
    .option('--yes', 'do not ask, although something is lost: what others changed, a pool, an applet, an agent, hours')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', asking)
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom apply --note "night shift"', 'pools.yaml, or the file POOLS_FILE names'],
        ['npx dial-whom apply pools.yaml --plan 1a2b3c4d', 'as npx dial-whom plan printed it'],
        ['npx dial-whom apply --yes --outputs outputs.json --profile prod', 'into a deployed table'],
      ),
    )
    .action(async (file: string | undefined, { json, note, ...options }: ApplyOptions, command: Command) => {
      const config = requireConfig(file ?? defaultPoolsFile());
      const table = await findTableToChange(options, command);
      const signature = { by: signer(), note, from: 'file' } as const;
      const applied = await applyAsked(table, config, signature, { ...options, ask: 'Apply to', clock: Date.now });
      print(
        command,
        json
          ? { table: table.name, ...applied }
          : applied.kind === 'unchanged'
            ? `nothing to change: ${table.name} stands at revision ${applied.revision}${applied.losses ? `\n${lossLines(applied.losses)}` : '; whether the fallback has it: npx dial-whom drill\n'}`
            : `applied revision ${applied.revision} to ${table.name}: ${summaryOf(config)}; ${counted(applied.written, 'item')} written, ${applied.removed} removed; handlers see it within a minute\n${keptLines(applied.kept)}${lossLines(applied.losses)}`,
      );
    });

const asking = `
Asks before anything is lost: what somebody else applied meanwhile and a file of before has as it was, quick edits and edits by
hand that the file does not have, a pool, an applet, an agent, hours or a rotation that goes, more than half of a pool. Not about
what you applied from a file yourself. Without a terminal it is refused then, unless --yes is given.
Overrides are the table's and stay.`;

export const keptLines = (kept: Applied['kept'] = {}, asWhat = 'as the file has it'): string =>
  Object.entries(kept)
    .map(
      ([name, agent]) =>
        `rotation ${name} was edited and goes on with ${agent ?? 'whoever is next'}: --restart-rotations begins it ${asWhat}\n`,
    )
    .join('');

export const lossLines = (losses: Applied['losses'] = [], again = 'apply'): string =>
  losses.length === 0
    ? ''
    : `the primary follows, the fallback does not: ${losses.join('; ')}. Meant? Run the same ${again} with --force. Not meant? Roll back to the published revision: npx dial-whom history.\n`;
