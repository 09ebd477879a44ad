/** `dial-whom forget`: what the table knows of a caller goes, because he asked for it. */
import { Command } from 'commander';
import { toE164 } from '../../functions/domain/phone.ts';
import { look } from '../agents/look.ts';
import { removeTraces } from '../forget/remove.ts';
import { type Traces, tracesOf } from '../forget/traces.ts';
import { findTableToChange } from '../table/open.ts';
import { type TargetOptions, withTarget } from '../table/target.ts';
import { confirm } from '../terminal/confirm.ts';
import { examples } from '../terminal/examples.ts';
import { print, warn } from '../terminal/print.ts';
import { someOf } from '../terminal/some-of.ts';
import { UsageError } from '../usage-error.ts';

type ForgetOptions = TargetOptions & { readonly yes?: true; readonly json?: true };

/** Exit code 0 when nothing is left of him in the table that can be found, 1 when a call may go on, or somebody said no. */
export const forgetCommand = (): Command =>
  withTarget(new Command('forget'))
    .description("Remove a caller's calls from the table, and with whom he spoke")
    .argument('<number>', 'his number, as he or Exotel writes it: 09900112233, +919900112233')
    .option('--yes', 'do not ask')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Calls are found by the index of the days they are kept, all of which is read: a few hundred bytes a call. A call that may go on
is left, because it would begin anew; so would events that come later. Run it again then.
What it cannot remove: ${beyond.join('; ')}.`,
    )
    .addHelpText(
      'after',
      examples('npx dial-whom forget 09900112233', [
        'npx dial-whom forget +919900112233 --yes --json --table TABLE --region ap-south-1',
        'for a record of it',
      ]),
    )
    .action(forget);

const beyond = [
  'log lines, where his number is masked already',
  "copies in the table's backups, for 35 days",
  'what Exotel has of his calls',
  'his number with somebody who is no agent any more, where no call that is kept names him',
] as const;
const notRemoved = `not removed: ${beyond.join('; ')}\n`;

const forget = async (number: string, { yes, json, ...target }: ForgetOptions, command: Command): Promise<void> => {
  const table = await findTableToChange(target, command);
  const seen = await look(table, undefined);
  const caller = toE164(number, seen.config.settings.dialPlan);
  if (caller === undefined) {
    throw new UsageError(
      `${number} is no number of ${seen.config.settings.country}, nor one with + and country code`,
      2,
    );
  }
  const traces = await tracesOf(table, caller, seen, Date.now());
  const { calls, agents, isSticky, underWay, config } = traces;
  // Before the question: whoever says yes to it knows what stays.
  warn(command, [
    ...(underWay.length === 0
      ? []
      : [`still there, because it may go on: ${underWay.join(', ')}. Run this again later`]),
    ...config.map((place) => `pools.yaml names him as well, in ${place}: that is for an apply to change`),
  ]);
  await confirm({ lost: linesOf(traces), ask: `Forget ${caller} in ${table.name}?`, yes });
  const items = await removeTraces(table, caller, traces);
  const what = linesOf(traces);
  print(
    command,
    json
      ? { table: table.name, caller, items, calls, agents, sticky: isSticky, underWay, config, cannotRemove: beyond }
      : what.length === 0
        ? `nothing ${underWay.length + config.length === 0 ? '' : 'else '}of ${caller} is in ${table.name}\n${notRemoved}`
        : `forgotten in ${table.name}: ${caller}, ${items} items removed\n${what.map((line) => `  ${line}\n`).join('')}${notRemoved}`,
  );
  process.exitCode = underWay.length > 0 ? 1 : 0;
};

const linesOf = ({ calls, agents, isSticky }: Traces): string[] => [
  ...(calls.length === 0 ? [] : [`${calls.length} ${calls.length === 1 ? 'call' : 'calls'}: ${someOf(calls, 10)}`]),
  ...(isSticky ? ['with whom he spoke last'] : []),
  ...agents.map((agent) => `his number with agent ${agent}, whom a call of his holds or held`),
];
