/** `dial-whom override`: bring somebody in or send somebody home until a time, whatever hours and rotations say. */
import { Command } from 'commander';
import { keys } from '../../functions/adapters/config-keys.ts';
import { pathOf } from '../../functions/adapters/item.ts';
import { rosterOf } from '../../functions/domain/roster.ts';
import { withoutOverride } from '../change/edits.ts';
import { perform } from '../change/quick-command.ts';
import { adding, isSame, pausedLines, wordsOf } from '../overrides/adding.ts';
import { describe, overridesOf } from '../overrides/listing.ts';
import { signer } from '../signer.ts';
import { requireAgent, requirePool } from '../table/known.ts';
import { findTable, findTableToChange } from '../table/open.ts';
import { readState } from '../table/state.ts';
import { type TargetOptions, withTarget } from '../table/target.ts';
import { examples } from '../terminal/examples.ts';
import { plainText } from '../terminal/plain-text.ts';
import { print, warn } from '../terminal/print.ts';
import { type TimeToCome, timeToCome } from '../time-argument.ts';
import { UsageError } from '../usage-error.ts';

type InPool = TargetOptions & { readonly pool: string };

/** Exit code 0 when the table says so, 1 when it is refused or the table cannot be reached. */
export const overrideCommand = (): Command => {
  const command = new Command('override')
    .description('Bring somebody in or send somebody home until a time, whatever hours and rotations say')
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom override add asha --pool on-call --until 2h', 'brings her in'],
        ['npx dial-whom override add bharat --pool sales --until 18:00 --out', 'sends him home'],
        'npx dial-whom override list',
      ),
    );
  const withPool = (name: string) =>
    withTarget(command.command(name))
      .argument('<agent>', 'the agent, as in pools.yaml')
      .requiredOption('--pool <pool>', 'in which pool');
  withPool('add')
    .description('Bring an agent into a pool until a time, although it is closed or he is no member; or send him home')
    .requiredOption(
      '--until <time>',
      '30m, 2h, 1d; 18:00 in the time zone of the settings; or 2026-11-28T21:00:00+05:30',
      timeToCome,
    )
    .option('--out', 'send him home instead: this pool offers him to nobody')
    .option('--reason <text>', 'why; kept with it', plainText)
    .addHelpText(
      'after',
      `
One for each agent and pool: what was said before no longer counts. No apply touches it.`,
    )
    .addHelpText(
      'after',
      examples(
        'npx dial-whom override add asha --pool on-call --until 2h',
        'npx dial-whom override add bharat --pool sales --until 18:00 --out --reason dentist',
        'npx dial-whom override add asha --pool sales --until 2026-11-28T21:00:00+05:30 --table TABLE --region ap-south-1',
      ),
    )
    .action(add);
  withTarget(command.command('list'))
    .description('Who is brought in or sent home now, until when, and who said so')
    .option('--all', 'those that are over as well')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples('npx dial-whom override list', 'npx dial-whom override list --all --json'))
    .action(list);
  withPool('remove')
    .description('End it now: hours and rotations decide again')
    .addHelpText('after', examples('npx dial-whom override remove asha --pool on-call'))
    .action(remove);
  return command;
};

type AddOptions = InPool & { readonly until: TimeToCome; readonly out?: true; readonly reason?: string };

const add = async (
  agent: string,
  { pool: id, until, out, reason, ...target }: AddOptions,
  command: Command,
): Promise<void> => {
  const table = await findTableToChange(target, command);
  const state = await readState(table, [keys.agent(agent), keys.pool(id)]);
  const { config, there, standing } = state;
  const pool = requirePool(id, config, table.name);
  requireAgent(agent, config, table.name);
  const nowMs = Date.now();
  const { timeZone } = config.settings;
  const untilMs = until(timeZone, nowMs);
  const isHere = rosterOf(pool, config, nowMs).some((place) => place.agent === agent);
  if (out && !isHere) throw new UsageError(`${agent} is not in pool ${id}: nobody is to be sent home`);

  const wanted = { agent, pool: id, duty: out ? 'out' : 'in', untilMs, reason } as const;
  const before = overridesOf(there, nowMs).overrides.find((one) => one.pool === id && one.agent === agent);
  if (isSame(before, wanted) && standing.pending === undefined) {
    print(command, `${wordsOf(wanted, timeZone)} already: nothing to change in ${table.name}\n`);
    return;
  }
  const signed = { by: signer(), at: new Date(nowMs).toISOString() };
  if (!out) warn(command, await pausedLines(table, agent, timeZone, nowMs, target));
  await perform(command, table, state, { ...adding(wanted, timeZone, signed, target), nowMs });
};

const list = async (
  { all = false, json, ...target }: TargetOptions & { all?: true | false; json?: true },
  command: Command,
): Promise<void> => {
  const table = await findTable(target);
  const { there, config } = await readState(table);
  const { overrides, unusable } = overridesOf(there, Date.now());
  const wanted = overrides.filter(({ inForce }) => all || inForce);
  if (json) {
    print(command, { table: table.name, overrides: wanted, unusable });
    return;
  }
  warn(
    command,
    Object.entries(unusable).map(([path, why]) => `${path} is ignored: ${why}`),
  );
  print(
    command,
    wanted.length === 0
      ? `no override is ${all ? '' : 'in force '}in ${table.name}\n`
      : describe(wanted, config.settings.timeZone),
  );
};

/** Also of somebody who is no agent any more, and one that cannot be read. */
const remove = async (agent: string, { pool: id, ...target }: InPool, command: Command): Promise<void> => {
  const table = await findTableToChange(target, command);
  const state = await readState(table, [keys.agent(agent), keys.pool(id)]);
  const path = pathOf(keys.override(id, agent));
  if (!state.there.some((item) => pathOf(item) === path)) {
    requirePool(id, state.config, table.name);
    requireAgent(agent, state.config, table.name);
    print(command, `${agent} has no override in pool ${id}: nothing to change in ${table.name}\n`);
    return;
  }
  await perform(command, table, state, {
    edit: withoutOverride(id, agent),
    remove: [keys.override(id, agent)],
    note: `override of ${agent} in pool ${id} ended`,
    says: `${agent} has no override in pool ${id} any more: hours and rotations decide`,
    nowMs: Date.now(),
  });
};
