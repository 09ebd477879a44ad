/** `dial-whom agent`: who is free, who is on which call, who is paused; and pausing by hand. */
import { userInfo } from 'node:os';
import { Command } from 'commander';
import { createDirectory } from '../../functions/adapters/directory.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import { type Config, entry } from '../../functions/domain/config.ts';
import type { LiveView } from '../../functions/domain/live.ts';
import { freeAgent, pauseAgent, poolsLeftEmpty, readLog, resumeAgent } from '../agents/pause.ts';
import { type AgentState, agentStates } from '../agents/state.ts';
import { describe, describeLog } from '../agents/text.ts';
import { localTime } from '../columns.ts';
import { findTable, type TargetOptions, withTarget } from '../config/table.ts';
import { examples } from '../examples.ts';
import { timeAhead } from '../time-argument.ts';
import { UsageError } from '../usage-error.ts';

type Options = TargetOptions & { json?: true };

/** Exit code 0 when done, 1 when the agent is not known or the table cannot be reached. */
export const agentCommand = (): Command => {
  const command = new Command('agent')
    .description('Who is free, and pausing somebody by hand')
    .addHelpText('after', examples('dial-whom agent list', 'dial-whom agent pause asha --until 2h --reason lunch'));
  withTarget(command.command('list'))
    .description('How every agent stands now: on a call until when, paused, misses, last offered and answered')
    .argument('[name]', 'only this one, with the log of his pauses')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        ['dial-whom agent list', 'everybody'],
        ['dial-whom agent list asha', 'and who paused her, when and why'],
        [`dial-whom agent list --json | jq '.agents[] | select(.state == "free")'`, 'for machines'],
      ),
    )
    .action(list);
  aboutOne(command.command('pause'))
    .description('Offer an agent to nobody from now on; a call he has goes on')
    .option('--until <time>', 'resume by itself: 30m, 2h, 1d, or 2026-11-28T21:00:00+05:30', timeAhead)
    .option('--reason <text>', 'why; kept in his log')
    .addHelpText(
      'after',
      examples('dial-whom agent pause asha --until 2h --reason lunch', [
        'dial-whom agent pause asha',
        'until dial-whom agent resume asha',
      ]),
    )
    .action(pause);
  aboutOne(command.command('resume'))
    .description('Offer an agent again, paused by hand or for calls he missed')
    .addHelpText('after', examples('dial-whom agent resume asha'))
    .action(resume);
  aboutOne(command.command('free'))
    .description('End every lease of an agent who is on no call: its end was never told')
    .addHelpText('after', examples('dial-whom agent free asha'))
    .action(free);
  return command;
};

const aboutOne = (command: Command): Command =>
  withTarget(command).argument('<name>', 'the agent, as in pools.yaml').option('--json', 'print the result as JSON');

const list = async (name: string | undefined, { json, ...target }: Options, command: Command): Promise<void> => {
  const { table, config, view } = await look(target, name);
  const states = agentStates(config, view, Date.now()).filter(({ agent }) => agent === (name ?? agent));
  const log = name === undefined ? undefined : await readLog(table, name);
  const { timeZone } = config.settings;
  print(
    command,
    json ? { agents: states, ...(log && { log }) } : describe(states, timeZone) + describeLog(log, timeZone),
  );
};

const pause = async (
  name: string,
  { json, until: untilMs, reason, ...target }: Options & { until?: number; reason?: string },
  command: Command,
): Promise<void> => {
  const { table, config, view } = await look(target, name);
  const nowMs = Date.now();
  if (untilMs !== undefined && untilMs <= nowMs)
    throw new UsageError('--until is over already: give a time to come', 2);
  await pauseAgent(table, name, { atMs: nowMs, by: userInfo().username, untilMs, reason });
  for (const pool of poolsLeftEmpty(name, config, view, nowMs)) {
    command
      .configureOutput()
      .writeErr?.(
        `warning: nobody of pool ${pool} is left who is on duty: its callers go to its overflow, or get nobody\n`,
      );
  }
  const until =
    untilMs === undefined
      ? 'until he is resumed'
      : `until ${localTime(untilMs, config.settings.timeZone)} ${config.settings.timeZone}`;
  print(
    command,
    json ? await stateNow(target, name) : `${name} is paused ${until}: dial-whom agent resume ${name} ends it\n`,
  );
};

const resume = async (name: string, { json, ...target }: Options, command: Command): Promise<void> => {
  const { table } = await look(target, name);
  await resumeAgent(table, name, userInfo().username, Date.now());
  const now = await stateNow(target, name);
  const held = now?.leases.map(({ callSid }) => callSid).join(', ') ?? '';
  const still = `${name} is not paused, and held by ${held}: when that call is over, dial-whom agent free ${name}\n`;
  print(command, json ? now : held === '' ? `${name} is offered again\n` : still);
};

const free = async (name: string, { json, ...target }: Options, command: Command): Promise<void> => {
  const { table } = await look(target, name);
  await freeAgent(table, name, userInfo().username, Date.now());
  print(command, json ? await stateNow(target, name) : `${name} is held by no call\n`);
};

const stateNow = async (target: TargetOptions, name: string): Promise<AgentState | undefined> => {
  const { config, view } = await look(target, name);
  return agentStates(config, view, Date.now()).find(({ agent }) => agent === name);
};

const print = (command: Command, what: unknown): void => {
  command.configureOutput().writeOut?.(typeof what === 'string' ? what : `${JSON.stringify(what, null, 2)}\n`);
};

/** The configuration that was applied last, and what is known of its agents. */
const look = async (
  target: TargetOptions,
  name: string | undefined,
): Promise<{ readonly table: Table; readonly config: Config; readonly view: LiveView }> => {
  const table = await findTable(target);
  const causes: unknown[] = [];
  const keep = ({ cause }: Readonly<Record<string, unknown>>) => causes.push(cause);
  const config = await createDirectory(table, Date.now, keep).config(AbortSignal.timeout(10_000));
  if (config === undefined) {
    throw new UsageError(
      causes.length > 0
        ? `the configuration cannot be read from ${table.name}: ${causes.join('; ')}`
        : `nothing was applied to ${table.name} yet: npx dial-whom apply`,
    );
  }
  if (name !== undefined && entry(config.agents, name) === undefined) {
    throw new UsageError(`there is no agent ${name} in ${table.name}: ${Object.keys(config.agents).join(', ')}`);
  }
  const reading = await createLiveStore(table, keep).read(Object.keys(config.agents));
  if (reading.kind === 'unavailable') throw new UsageError(`what agents are doing cannot be read: ${reading.cause}`);
  return { table, config, view: reading.view };
};
