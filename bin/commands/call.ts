/** `dial-whom call`: the provider's side of one call, played against the service. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Call, ConversationEvent, ReportStyle } from '../emulator/call.ts';
import { callSidFrom } from '../emulator/call-sid.ts';
import { configuredUrl } from '../emulator/configured-url.ts';
import { holdConversation } from '../emulator/conversation.ts';
import { e164 } from '../emulator/phone-number.ts';
import { type PhoneOutcome, phoneOutcomes, phonesThat } from '../emulator/phones.ts';
import { heading, timelineEntry } from '../emulator/timeline.ts';
import { localServiceUrl } from '../local-url.ts';

type CallOptions = {
  applet: string;
  from: string;
  to: string;
  agent?: ReadonlyMap<string, PhoneOutcome>;
  hangupAfter?: number;
  primary?: string;
  fallback?: string;
  key?: string;
  digits?: string;
  customField?: string;
  direction: 'incoming' | 'outbound-dial';
  leg?: string;
  callSid?: string;
  ring: number;
  talk: number;
  report: ReportStyle;
  once?: true;
  json?: true;
};

/**
 * The command; exit code 0 when a conversation happened, 1 when not. Prints through commander's output settings and
 * finds the local service by `PORT`.
 */
export function callCommand(): Command {
  return new Command('call')
    .description("Play Exotel's Connect applet: ask the two URLs, dial, ask again, until one of the applet's exits")
    .option('--applet <name>', 'the applet, last segment of its URLs', appletName, 'main')
    .option('--from <number>', 'the caller', '09900112233')
    .option('--to <number>', 'the ExoPhone called', '08040001000')
    .option('--agent <number=outcome>', 'how a phone behaves, repeatable; others do not answer', phone)
    .option('--hangup-after <n>', 'the caller gives up while attempt N rings', attemptNumber)
    .option('--primary <url>', 'Primary URL as pasted into the applet (default: the local service)', webUrl)
    .option('--fallback <url>', 'Fallback URL as pasted into the applet (default: the local service)', webUrl)
    .option('--key <key>', 'the key in both URLs')
    .option('--leg <name>', 'the leg in both URLs')
    .option('--digits <digits>', 'keys pressed before the applet; Exotel sends them in quotes, once')
    .option('--custom-field <text>', 'CustomField of a call started by API')
    .addOption(
      new Option('--direction <direction>', 'which way the call goes')
        .choices(['incoming', 'outbound-dial'])
        .default('incoming'),
    )
    .option('--call-sid <id>', 'CallSid (default: a new one)')
    .option('--ring <seconds>', 'really ring this long; 0 only reports the usual times', seconds, 0)
    .option('--talk <seconds>', 'really talk this long; 0 only reports the usual time', seconds, 0)
    .addOption(
      new Option('--report <style>', 'how the previous attempt is reported')
        .choices(['full', 'no-number', 'null-status'])
        .default('full'),
    )
    .option('--once', 'do not fetch after every attempt: one request, all its numbers dialled')
    .option('--json', 'print the result as JSON')
    .action(runCall);
}

async function runCall(options: CallOptions, command: Command): Promise<void> {
  const local = localServiceUrl();
  const call = callFrom(options, local);
  const print = (text: string) => command.configureOutput().writeOut?.(`${text}\n`);
  const onEvent = options.json ? undefined : (event: ConversationEvent) => print(timelineEntry(event));
  if (!options.json) print(heading(call));
  const result = await holdConversation(call, { fetch, now: Date.now, sleep, onEvent });
  if (options.json) print(JSON.stringify(result, null, 2));
  if (options.primary === undefined && result.requests.every(({ status }) => status === null)) {
    command
      .configureOutput()
      .writeErr?.(`no local service answers at ${local}: start it with npm start, or give --primary\n`);
  }
  process.exitCode = result.exit === 'conversation-ended' ? 0 : 1;
}

function callFrom(options: CallOptions, local: string): Call {
  const { applet, key, leg } = options;
  return {
    callSid: options.callSid ?? callSidFrom(randomBytes(16)),
    applet,
    primary: configuredUrl(options.primary ?? `${local}/primary`, applet, { key, leg }),
    fallback: configuredUrl(options.fallback ?? `${local}/fallback`, applet, { key, leg }),
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
  };
}

function appletName(text: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError('An applet is one segment of a URL: write letters, digits, - and _, such as main.');
}

function phone(text: string, earlier: ReadonlyMap<string, PhoneOutcome> | undefined): Map<string, PhoneOutcome> {
  const example = 'write NUMBER=OUTCOME, such as +919900112233=busy';
  const [, number, outcome] = /^([^=]*)=(.*)$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError(`The outcome is missing: ${example}.`);
  const key = e164(number);
  if (key === undefined) throw new InvalidArgumentError(`'${number}' is no phone number: ${example}.`);
  const known = phoneOutcomes.find((one) => one === outcome);
  if (known === undefined) {
    const canceled = outcome === 'canceled' ? 'the caller cancels, with --hangup-after N; ' : '';
    const instead = `${canceled}write one of ${phoneOutcomes.join(', ')}`;
    throw new InvalidArgumentError(`'${outcome}' is no outcome of a phone: ${instead}.`);
  }
  if (earlier?.has(key)) throw new InvalidArgumentError(`${number} is given twice: write each number once.`);
  return new Map([...(earlier ?? []), [key, known]]);
}

function attemptNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write the number of an attempt, counted from 1.');
}

function webUrl(text: string): string {
  const example = 'write a complete URL, such as https://example.com/primary/main?key=…';
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidArgumentError(`This is no web address: ${example}.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidArgumentError(`User and password have no place in it, the key goes into the query: ${example}.`);
  }
  return text;
}

function seconds(text: string): number {
  if (/^\d{1,4}(\.\d{1,3})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write seconds, such as 20 or 0.5.');
}
