/** `dial-whom call`: the provider's side of one call, played against the service. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { attemptNumber, eventsUrl, faultRates, phone, seconds, seedText } from '../emulator/arguments.ts';
import type { Call, ConversationEvent, ReportStyle } from '../emulator/call.ts';
import { callSidFrom } from '../emulator/call-sid.ts';
import { configuredUrl } from '../emulator/configured-url.ts';
import { holdConversation } from '../emulator/conversation.ts';
import type { FaultRates } from '../emulator/event-faults.ts';
import { createEventSender, type EventSettings } from '../emulator/event-sender.ts';
import { type CallOptions, urlsFrom, withCall } from '../emulator/options.ts';
import { type PhoneOutcome, phonesThat } from '../emulator/phones.ts';
import { heading, timelineEntry } from '../emulator/timeline.ts';
import { localServiceUrl } from '../local-url.ts';
import { examples } from '../terminal/examples.ts';
import { complain, print } from '../terminal/print.ts';

type CallCommandOptions = CallOptions & {
  agent?: ReadonlyMap<string, PhoneOutcome>;
  hangupAfter?: number;
  callSid?: string;
  ring: number;
  talk: number;
  report: ReportStyle;
  once?: true;
  events?: true;
  eventsUrl?: string;
  eventFaults?: FaultRates;
  eventSeed?: string;
  json?: true;
};

/**
 * The command; exit code 0 when a conversation happened, 1 when not. Prints through commander's output settings and
 * finds the local service by `PORT`.
 */
export const callCommand = (): Command => {
  return withCall(new Command('call'))
    .description("Play Exotel's Connect applet: ask the two URLs, dial, ask again, until one of the applet's exits")
    .option(
      '--agent <number=outcome>',
      'how a phone behaves: completed, busy, no-answer or failed; repeatable, others do not answer',
      phone,
    )
    .option('--hangup-after <n>', 'the caller gives up while attempt N rings', attemptNumber)
    .option('--call-sid <id>', 'CallSid (default: a new one)')
    .option('--ring <seconds>', 'really ring this long; 0 only reports the usual times', seconds, 0)
    .option('--talk <seconds>', 'really talk this long; 0 only reports the usual time', seconds, 0)
    .addOption(
      new Option('--report <style>', 'how the previous attempt is reported')
        .choices(['full', 'no-number', 'null-status'])
        .default('full'),
    )
    .option('--once', 'do not fetch after every attempt: one request, all its numbers dialled')
    .option('--events', 'tell the events of the call too: agents that ring, talk and are free, and how it ended')
    .addOption(
      new Option('--events-url <url>', 'where they are told, above /agent and /passthru (default: the local service)')
        .argParser(eventsUrl)
        .implies({ events: true }),
    )
    .addOption(
      new Option(
        '--event-faults <list>',
        'how often they meet which fault, such as lost=0.1,doubled=0.1,late,reordered',
      )
        .argParser(faultRates)
        .implies({ events: true }),
    )
    .addOption(
      new Option('--event-seed <text>', 'which of them: the same seed, the same faults (default: the CallSid)')
        .argParser(seedText)
        .implies({ events: true }),
    )
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom call --applet main', 'nobody answers'],
        'npx dial-whom call --applet main --agent +919000000011=busy --agent +919000000012=completed',
        ['npx dial-whom call --events --event-faults lost=0.1,late', "with Exotel's events, some of which are lost"],
        "npx dial-whom call --primary 'https://example.com/primary/main?key=KEY' --fallback 'https://example.org/fallback/main?key=KEY'",
      ),
    )
    .action(runCall);
};

const runCall = async (options: CallCommandOptions, command: Command): Promise<void> => {
  const local = localServiceUrl();
  const call = callFrom(options, local);
  const onEvent = options.json ? undefined : (event: ConversationEvent) => print(command, `${timelineEntry(event)}\n`);
  if (!options.json) print(command, `${heading(call)}\n`);
  const deps = { fetch, now: Date.now, sleep, onEvent };
  const events = options.events ? createEventSender(call, eventSettingsFrom(options, local), deps) : undefined;
  const result = await holdConversation(call, { ...deps, events });
  const sent = await events?.settled();
  // A result without events has no such field.
  if (options.json) print(command, { ...result, events: sent });
  if (options.primary === undefined && result.requests.every(({ status }) => status === null)) {
    complain(command, [`no local service answers at ${local}: start it with npm start, or give --primary`]);
  }
  process.exitCode = result.exit === 'conversation-ended' ? 0 : 1;
};

const callFrom = (options: CallCommandOptions, local: string): Call => ({
  callSid: options.callSid ?? callSidFrom(randomBytes(16)),
  applet: options.applet,
  ...urlsFrom(options, local),
  from: options.from,
  to: options.to,
  direction: options.direction,
  digits: options.digits,
  customField: options.customField,
  phones: phonesThat(options.agent ?? []),
  ringSeconds: options.ring,
  talkSeconds: options.talk,
  once: options.once,
  hangupAfter: options.hangupAfter,
  reportStyle: options.report,
});

const eventSettingsFrom = (options: CallCommandOptions, local: string): EventSettings => {
  const url = configuredUrl(options.eventsUrl ?? `${local}/events`, options.applet, { key: options.key });
  return { url, rates: options.eventFaults, seed: options.eventSeed };
};
