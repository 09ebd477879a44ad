/** `dial-whom agent`: who is free, who is on which call, who is paused; and pausing by hand. */
import { Command } from 'commander';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { rulesFor } from '../../functions/domain/availability.ts';
import type { Config } from '../../functions/domain/config.ts';
import { nothingKnown } from '../../functions/domain/live.ts';
import { requireLives } from '../agents/lives.ts';
import { look } from '../agents/look.ts';
import { freeAgent, pauseAgent, readLog, resumeAgent } from '../agents/pause.ts';
import { type AgentState, agentStates } from '../agents/state.ts';
import { afterResume, describe, describeLog } from '../agents/text.ts';
import { leftEmpty } from '../pools/duty.ts';
import { signer } from '../signer.ts';
import { commandLine } from '../table/command-line.ts';
import { findTable, findTableToChange } from '../table/open.ts';
import { type TargetOptions, withTarget } from '../table/target.ts';
import { examples } from '../terminal/examples.ts';
import { plainText } from '../terminal/plain-text.ts';
import { print, warn } from '../terminal/print.ts';
import { localTime } from '../terminal/times.ts';
import { type TimeToCome, timeToCome } from '../time-argument.ts';

type Options = TargetOptions & { json?: true };

/** Exit code 0 when done, 1 when the agent is not known or the table cannot be reached. */
export const agentCommand = (): Command => {
  const command = new Command('agent')
    .description('Who is free, and pausing somebody by hand')
    .addHelpText(
      'after',
      examples('npx dial-whom agent list', 'npx dial-whom agent pause asha --until 2h --reason lunch'),
    );
  withTarget(command.command('list'))
    .description('How every agent stands now: on a call until when, paused, misses, last offered and answered')
    .argument('[name]', 'only this one, with the log of his pauses')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom agent list', 'everybody'],
        ['npx dial-whom agent list asha', 'and who paused her, when and why'],
        [`npx dial-whom agent list --json | jq '.agents[] | select(.state == "free")'`, 'for machines'],
      ),
    )
    .action(list);
  aboutOne(command.command('pause'))
    .description('Offer an agent to nobody from now on; a call he has goes on')
    .option(
      '--until <time>',
      'resume by itself: 30m, 2h, 1d; 18:00 in the time zone of the settings; or 2026-11-28T21:00:00+05:30',
      timeToCome,
    )
    .option('--reason <text>', 'why; kept in his log', plainText)
    .addHelpText(
      'after',
      examples('npx dial-whom agent pause asha --until 2h --reason lunch', [
        'npx dial-whom agent pause asha',
        'until npx dial-whom agent resume asha',
      ]),
    )
    .action(pause);
  aboutOne(command.command('resume'))
    .description('Offer an agent again, paused by hand or for calls he missed')
    .addHelpText('after', examples('npx dial-whom agent resume asha'))
    .action(resume);
  aboutOne(command.command('free'))
    .description('End every lease of an agent who is on no call: its end was never told')
    .addHelpText('after', examples('npx dial-whom agent free asha'))
    .action(free);
  return command;
};

const aboutOne = (command: Command): Command =>
  withTarget(command).argument('<name>', 'the agent, as in pools.yaml').option('--json', 'print the result as JSON');

const list = async (name: string | undefined, { json, ...target }: Options, command: Command): Promise<void> => {
  const table = await findTable(target);
  const { config, view } = await look(table, name);
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
  { json, until, reason, ...target }: Options & { until?: TimeToCome; reason?: string },
  command: Command,
): Promise<void> => {
  const table = await findTableToChange(target, command);
  const seen = await look(table, name);
  const { config, view } = seen;
  const { timeZone } = config.settings;
  const nowMs = Date.now();
  const untilMs = until?.(timeZone, nowMs);
  const paused = { atMs: nowMs, by: signer(), untilMs, reason: reason === '' ? undefined : reason };
  const unlogged = await pauseAgent(table, name, paused);
  const after = new Map(view).set(name, { ...(view.get(name) ?? nothingKnown), paused });
  warn(command, [...unlogged, ...leftEmpty(seen, { config, view: after }, nowMs)]);
  const howLong = untilMs === undefined ? 'he is resumed' : `${localTime(untilMs, timeZone)} ${timeZone}`;
  print(
    command,
    json
      ? await stateNow(table, config, name)
      : `${name} is paused until ${howLong}: ${commandLine(['agent', 'resume', name], target)} ends it\n`,
  );
};

const resume = async (name: string, { json, ...target }: Options, command: Command): Promise<void> => {
  const table = await findTableToChange(target, command);
  const { config } = await look(table, name);
  const unlogged = await resumeAgent(table, name, signer(), rulesFor(name, config), Date.now());
  warn(command, unlogged ?? []);
  const now = await stateNow(table, config, name);
  print(command, json ? now : afterResume(name, now, unlogged !== undefined, config.settings.timeZone, target));
};

const free = async (name: string, { json, ...target }: Options, command: Command): Promise<void> => {
  const table = await findTableToChange(target, command);
  const { config } = await look(table, name);
  const unlogged = await freeAgent(table, name, signer(), Date.now());
  warn(command, unlogged ?? []);
  const done = unlogged === undefined ? `${name} was held by no call: nothing to change` : `${name} is held by no call`;
  print(command, json ? await stateNow(table, config, name) : `${done}\n`);
};

const stateNow = async (table: Table, config: Config, name: string): Promise<AgentState | undefined> =>
  agentStates(config, await requireLives(table, [name]), Date.now()).find(({ agent }) => agent === name);
