/** `dial-whom rollback`: an earlier revision, applied as a new one. */
import { Command, InvalidArgumentError } from 'commander';
import { requireRevision } from '../change/rollback.ts';
import { summaryOf } from '../change/summary.ts';
import { applyAsked } from '../plan/apply.ts';
import { counted } from '../plan/words.ts';
import { signer } from '../signer.ts';
import { findTableToChange } from '../table/open.ts';
import { type TargetOptions, withTarget } from '../table/target.ts';
import { examples } from '../terminal/examples.ts';
import { plainText } from '../terminal/plain-text.ts';
import { print } from '../terminal/print.ts';
import { keptLines, lossLines } from './apply.ts';

type RollbackOptions = TargetOptions & {
  note?: string;
  restartRotations?: true;
  force?: true;
  yes?: true;
  json?: true;
};

/** Exit code 0 when the table stands at what that revision had, 1 when there is no going back to it. */
export const rollbackCommand = (): Command =>
  withTarget(new Command('rollback'))
    .description('Apply an earlier revision as a new one: agents, pools, applets and all else it had; overrides stay')
    .argument('<revision>', 'its number, as npx dial-whom history has it', revisionNumber)
    .option('--note <text>', 'why; kept with the new revision (default: "rollback to revision REVISION")', plainText)
    .option('--restart-rotations', 'edited rotations go on as that revision had them, whoever is on duty now')
    .option('--force', 'what is lost is meant: the fallback shall follow, as with apply')
    .option('--yes', 'do not ask, although something is lost: what others changed since, a pool, an applet, an agent')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nThe pools file stays as it is: unless it has this already, write it anew with npx dial-whom export, else apply asks whether to undo this.',
    )
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom history', 'which revisions there are'],
        'npx dial-whom rollback 12',
        'npx dial-whom rollback 12 --note "sales was wrong" --table TABLE --region ap-south-1',
      ),
    )
    .action(async (revision: number, { json, note, ...options }: RollbackOptions, command: Command) => {
      const table = await findTableToChange(options, command);
      const config = await requireRevision(table, revision, Date.now());
      const signature = {
        by: signer(),
        note: note ?? `rollback to revision ${revision}`,
        from: 'rollback',
      } as const;
      const applied = await applyAsked(table, config, signature, { ...options, ask: 'Roll back', clock: Date.now });
      const text =
        applied.kind === 'unchanged'
          ? `nothing to change: ${table.name} stands at revision ${applied.revision}, which is as revision ${revision} was\n`
          : `rolled back to revision ${revision}: applied revision ${applied.revision} to ${table.name}: ${summaryOf(config)}; ${counted(applied.written, 'item')} written, ${applied.removed} removed; handlers see it within a minute\n${keptLines(applied.kept, `as revision ${revision} had it`)}${lossLines(applied.losses, `rollback ${revision}`)}the pools file stays as it is: unless it has this already, write it anew with npx dial-whom export, else apply asks whether to undo this\n`;
      print(command, json ? { table: table.name, rolledBackTo: revision, ...applied } : text);
    });

const revisionNumber = (text: string): number => {
  if (/^[1-9]\d{0,7}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write the number of a revision, such as 12: npx dial-whom history lists them.');
};
