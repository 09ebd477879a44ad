/** `dial-whom explain`: whom did this call get, or whom would a caller get, and why not the others? */
import { Command, InvalidArgumentError, Option } from 'commander';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { directions } from '../../functions/domain/request.ts';
import { describeCause } from '../describe-error.ts';
import { type RememberedHunt, readRemembered } from '../explain/call.ts';
import { type Explained, explainAttempts } from '../explain/hunt.ts';
import { explainQuestion, notUnderstood, type Question } from '../explain/question.ts';
import { see } from '../explain/see.ts';
import { describe, type Explanation } from '../explain/text.ts';
import { findTable, patienceMs } from '../table/open.ts';
import { type TargetOptions, withTarget } from '../table/target.ts';
import { examples } from '../terminal/examples.ts';
import { print, warn } from '../terminal/print.ts';
import { time } from '../time-argument.ts';
import { UsageError } from '../usage-error.ts';

type ExplainOptions = Partial<Omit<Question, 'atMs'>> & TargetOptions & { at?: number; json?: true };

/** Exit code 0 when somebody was or would be offered, 1 when nobody was, or the call is not known. */
export const explainCommand = (): Command =>
  withTarget(new Command('explain'))
    .description('Whom did a call get and why, by its CallSid; or, without one, whom would a caller get?')
    .argument('[CallSid]', 'a call of the last 30 days; without it, decides as for a first request and writes nothing')
    .option('--applet <name>', 'the applet, last segment of its URLs')
    .option('--from <number>', 'the caller')
    .option('--to <number>', 'the ExoPhone called')
    .option('--digits <digits>', 'keys pressed before the applet', keys)
    .option('--custom-field <text>', 'CustomField of a call started by API')
    .addOption(new Option('--direction <direction>', 'which way the call goes').choices(directions))
    .option('--at <time>', 'another time than now: 2026-11-28T21:00:00+05:30', time)
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom explain CALLSID', 'whom a call got: npx dial-whom calls lists them'],
        ['npx dial-whom explain --applet main --from 09900112233 --to 08040001000', 'whom a caller would get now'],
        'npx dial-whom explain --applet main --from 09900112233 --to 08040001000 --at 2026-11-28T21:00:00+05:30',
      ),
    )
    .action(async (callSid: string | undefined, options: ExplainOptions, command: Command) => {
      const { at, json, table: name, region, profile, outputs, stage, endpoint, ...question } = options;
      const isAsked = callSid === undefined;
      if (!isAsked) refuseQuestion(command);
      const table = async () => findTable({ table: name, region, profile, outputs, stage, endpoint });
      const told = isAsked
        ? await tellQuestion(questionOf(question, at), at === undefined, table, command)
        : await tellCall(callSid, options.applet, table);
      print(command, json ? told : describe(told));
      process.exitCode = told.events || told.attempts.some(({ offered }) => offered.length > 0) ? 0 : 1;
    });

type OpenTable = () => Promise<Table>;

const questionOf = (
  { applet, from, to, ...more }: Partial<Omit<Question, 'atMs'>>,
  at: number | undefined,
): Question => {
  if (applet === undefined || from === undefined || to === undefined) {
    const missing = Object.entries({ applet, from, to }).flatMap(([name, value]) =>
      value === undefined ? [`--${name}`] : [],
    );
    throw new UsageError(
      missing.length === 3
        ? 'say which call: a CallSid, or --applet, --from and --to of a call that has not come in yet'
        : `a call that has not come in yet is asked for with --applet, --from and --to: ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
      2,
    );
  }
  return { applet, from, to, direction: 'incoming', ...more, atMs: at ?? Date.now() };
};

const tellQuestion = async (
  question: Question,
  isNow: boolean,
  open: OpenTable,
  command: Command,
): Promise<Explanation> => {
  const table = await open();
  const signal = AbortSignal.timeout(patienceMs);
  const { reading } = await createConfigReader(table)(question.applet, undefined, signal);
  if (reading.kind === 'unavailable')
    throw new UsageError(`the configuration cannot be read: ${describeCause(reading.cause)}`);
  if (reading.kind === 'found') warn(command, notUnderstood(question, reading.config));
  const told =
    reading.kind === 'found'
      ? explainQuestion(question, await see(table, question, isNow, reading, signal))
      : undefined;
  if (told !== undefined) return told;
  throw new UsageError(`there is no applet ${question.applet} in the table: add it to the pools file and apply it`);
};

/** What only a call has that has not come in yet. */
const ofQuestions: readonly string[] = ['from', 'to', 'digits', 'customField', 'direction', 'at'];

const refuseQuestion = (command: Command): void => {
  const given = command.options.find((option) => {
    const name = option.attributeName();
    return ofQuestions.includes(name) && command.getOptionValue(name) !== undefined;
  });
  if (given !== undefined)
    throw new UsageError(`a call that has been is explained by its CallSid alone: leave out ${given.long}`, 2);
};

const tellCall = async (callSid: string, applet: string | undefined, open: OpenTable): Promise<Explanation> => {
  const table = await open();
  const { hunts: all, events } = await readRemembered(table, callSid);
  const hunts = all.filter(({ id }) => id.applet === (applet ?? id.applet));
  const told = await Promise.all(hunts.map((hunt) => tellHunt(table, hunt)));
  const last = told.at(-1);
  if (last === undefined && all.length > 0) {
    const applets = [...new Set(all.map(({ id }) => id.applet))].join(', ');
    throw new UsageError(`call ${callSid} was not in applet ${applet}: it was in ${applets}`);
  }
  if (last === undefined && events.length > 0) {
    // Answered by the fallback, or without state: what is known of it is what events told.
    return { callSid, applet: applet ?? '-', pool: '-', revision: 0, attempts: [], events };
  }
  if (last === undefined) {
    throw new UsageError(
      `call ${callSid} is not in ${table.name}: check the CallSid; calls answered by the fallback, without state or blocked, and events that could not be used, leave nothing there`,
    );
  }
  return {
    ...last,
    ...(told.length > 1 ? { earlier: told.slice(0, -1) } : {}),
    ...(events.length > 0 ? { events } : {}),
  };
};

const tellHunt = async (table: Table, { id, hunt }: RememberedHunt): Promise<Explained> => {
  const { reading } = await createConfigReader(table)(id.applet, undefined, AbortSignal.timeout(patienceMs));
  const config = reading.kind === 'found' ? reading.config : undefined;
  return {
    callSid: id.callSid,
    applet: id.applet,
    revision: hunt.config.revision,
    pool: hunt.pool,
    attempts: explainAttempts(hunt, config),
  };
};

const keys = (text: string): string => {
  if (/^[0-9*#]{1,32}$/.test(text)) return text;
  throw new InvalidArgumentError('Write key presses: digits, * and #.');
};
