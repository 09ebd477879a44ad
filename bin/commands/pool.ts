/** `dial-whom pool`: who is in which pool and on duty now; and who joins or leaves one, without a file. */
import { Command, InvalidArgumentError } from 'commander';
import { keys } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { LiveView } from '../../functions/domain/live.ts';
import type { Pool } from '../../functions/domain/pool.ts';
import { readLives } from '../agents/lives.ts';
import { perform } from '../change/quick-command.ts';
import { describe as describeOverrides, overridesOf } from '../overrides/listing.ts';
import { describePool, describeSummaries, placesOf, summariesOf, summaryOf } from '../pools/listing.ts';
import { joining, leaving, type Membership } from '../pools/members.ts';
import { requirePool } from '../table/known.ts';
import { findTable, findTableToChange } from '../table/open.ts';
import { readState } from '../table/state.ts';
import { type TargetOptions, withTarget } from '../table/target.ts';
import { examples } from '../terminal/examples.ts';
import { plainText } from '../terminal/plain-text.ts';
import { print, warn } from '../terminal/print.ts';
import { UsageError } from '../usage-error.ts';
import { importCommand } from './pool-import.ts';

type Printed = TargetOptions & { readonly json?: true };
type Changing = TargetOptions & { readonly note?: string; readonly force?: true };

/** Exit code 0 when the table says so, 1 when it is refused or the table cannot be reached. */
export const poolCommand = (): Command => {
  const command = new Command('pool')
    .description('Who is in which pool, and who joins or leaves one')
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom pool list', 'who is on duty now'],
        ['npx dial-whom pool show sales', 'and why not the others'],
        'npx dial-whom pool add sales 09000000015',
      ),
    );
  withTarget(command.command('list'))
    .description('Every pool: how it orders its people, who is on duty now, and whether it is open')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples('npx dial-whom pool list', 'npx dial-whom pool list --table TABLE --region ap-south-1'),
    )
    .action(list);
  withTarget(command.command('show'))
    .description('The people of a pool in their order, with tier and numbers: on duty, or why not')
    .argument('<pool>', 'the pool, as in pools.yaml')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples('npx dial-whom pool show sales'))
    .action(show);
  withTarget(command.command('add'))
    .description('Let somebody join a pool: the agent whose number it is, one who gets it, or a new one')
    .argument('<pool>', 'the pool, as in pools.yaml')
    .argument('<number>', 'in any usual writing; the number policy judges it')
    .option(
      '--agent <name>',
      'his name or id, needed when nobody has the number yet; of a new agent, the name',
      plainText,
    )
    .option('--tier <n>', 'lower tiers are used up first (default: 1, or the one he has)', tierOf)
    .option('--note <text>', 'why; kept with the revision', plainText)
    .addHelpText(
      'after',
      `
It is for now: write it into pools.yaml as well, or npx dial-whom apply asks whether to put the pool back as the file has it.`,
    )
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom pool add sales 09000000015', 'the agent who has it'],
        `npx dial-whom pool add sales '+91 90000 00099' --agent "Ravi Kumar" --tier 2`,
      ),
    )
    .action(add);
  withTarget(command.command('remove'))
    .description('Let somebody leave a pool; he stays an agent')
    .argument('<pool>', 'the pool, as in pools.yaml')
    .argument('<who>', 'the agent, or a number of his')
    .option('--note <text>', 'why; kept with the revision', plainText)
    .option('--force', 'what is lost is meant: the fallback shall follow although the pool shrinks by more than half')
    .addHelpText(
      'after',
      examples('npx dial-whom pool remove sales asha', 'npx dial-whom pool remove sales 09000000011'),
    )
    .action(remove);
  command.addCommand(importCommand());
  return command;
};

const tierOf = (text: string): number => {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number from 1 to 99.');
};

const list = async ({ json, ...target }: Printed, command: Command): Promise<void> => {
  const table = await findTable(target);
  const { config } = await readState(table);
  const pools = summariesOf(config, await whatIsKnown(table, config, command), Date.now());
  print(command, json ? { table: table.name, pools } : describeSummaries(pools));
};

const show = async (id: string, { json, ...target }: Printed, command: Command): Promise<void> => {
  const table = await findTable(target);
  const { config, there } = await readState(table, [keys.pool(id)]);
  const pool = requirePool(id, config, table.name);
  const live = await whatIsKnown(table, config, command);
  const nowMs = Date.now();
  const summary = summaryOf(id, pool, config, live, nowMs);
  const places = placesOf(id, pool, config, live, nowMs);
  const overrides = overridesOf(there, nowMs).overrides.filter((one) => one.pool === id && one.inForce);
  if (json) {
    print(command, { table: table.name, ...summary, places, overrides });
    return;
  }
  const said = overrides.length === 0 ? '' : `\n${describeOverrides(overrides, config.settings.timeZone)}`;
  print(command, describePool(summary, places) + said);
};

const whatIsKnown = async (table: Table, { agents }: Config, command: Command): Promise<LiveView> => {
  const lives = await readLives(table, Object.keys(agents));
  if (lives.kind === 'found') return lives.view;
  warn(command, [`who is paused cannot be read: ${lives.why}`]);
  return new Map();
};

const add = async (
  id: string,
  number: string,
  { agent, tier, ...rest }: Changing & { agent?: string; tier?: number },
  command: Command,
): Promise<void> => change(id, rest, command, (pool, config) => joining(id, pool, { number, agent, tier }, config));

const remove = async (id: string, whom: string, options: Changing, command: Command): Promise<void> =>
  change(id, options, command, (pool, config) => leaving(id, pool, whom, config));

const change = async (
  id: string,
  { note, force, ...target }: Changing,
  command: Command,
  decide: (pool: Pool, config: Config) => Membership,
): Promise<void> => {
  const table = await findTableToChange(target, command);
  const state = await readState(table, [keys.pool(id)]);
  const membership = decide(requirePool(id, state.config, table.name), state.config);
  if (membership.kind === 'refused') throw new UsageError(membership.why);
  const { says } = membership;
  if (membership.kind === 'there') {
    print(command, `${says}: nothing to change in ${table.name}\n`);
    return;
  }
  const why = note === undefined ? '' : `: ${note}`;
  const { edit } = membership;
  await perform(command, table, state, {
    edit,
    says,
    note: `${says}${why}`,
    force,
    remind: 'unless the pools file has it already, write it there as well: else apply asks whether to undo it',
    nowMs: Date.now(),
  });
};
