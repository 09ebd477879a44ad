/** `dial-whom explain`: whom would this caller get, and why not the others? */
import { Command, InvalidArgumentError } from 'commander';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { findTable } from '../config/table.ts';
import { type Explained, explainDecision, type Question } from '../explain/decision.ts';
import { UsageError } from '../usage-error.ts';

type ExplainOptions = Omit<Question, 'atMs'> & {
  at?: number;
  table?: string;
  region?: string;
  endpoint?: string;
  json?: true;
};

/** Exit code 0 when somebody would be offered, 1 when nobody would. */
export const explainCommand = (): Command =>
  new Command('explain')
    .description(
      'Whom would this caller get, and why not the others? Decides as for a first request and writes nothing',
    )
    .requiredOption('--applet <name>', 'the applet, last segment of its URLs')
    .requiredOption('--from <number>', 'the caller')
    .requiredOption('--to <number>', 'the ExoPhone called')
    .option('--digits <digits>', 'keys pressed before the applet')
    .option('--custom-field <text>', 'CustomField of a call started by API')
    .option('--direction <direction>', 'incoming or outbound-dial', 'incoming')
    .option('--at <time>', 'another time than now: 2026-11-28T21:00:00+05:30', time)
    .option('--table <name>', 'the table: output TableName of cdk deploy (default: that of the local service)')
    .option('--region <region>', 'the Region of the table')
    .option('--endpoint <url>', 'another DynamoDB, such as a local one')
    .option('--json', 'print the result as JSON')
    .action(async ({ at, table, region, endpoint, json, ...question }: ExplainOptions, command: Command) => {
      const read = createConfigReader(await findTable({ table, region, endpoint }));
      const { reading } = await read(question.applet, undefined, AbortSignal.timeout(10_000));
      if (reading.kind === 'unavailable') throw new UsageError(`the configuration cannot be read: ${reading.cause}`);
      const explained =
        reading.kind === 'found' ? explainDecision({ ...question, atMs: at ?? Date.now() }, reading.config) : undefined;
      if (reading.kind === 'unknown-applet' || explained === undefined) {
        throw new UsageError(
          `there is no applet ${question.applet} in the table: add it to the pools file and apply it`,
        );
      }
      const result = { ...explained, revision: reading.identity.revision };
      command.configureOutput().writeOut?.(json ? `${JSON.stringify(result, null, 2)}\n` : describe(result));
      process.exitCode = explained.reason === undefined ? 0 : 1;
    });

const describe = ({ applet, pool, reason, revision, attempts: [attempt] }: Explained & { revision: number }): string =>
  [
    `${attempt.at}  applet ${applet}, pool ${pool}, revision ${revision}: ${reason === undefined ? `${attempt.offered.length} numbers` : `nobody (${reason})`}`,
    ...attempt.candidates.map(
      (candidate) =>
        `  ${candidate.verdict.padEnd(10)}  ${candidate.number.padEnd(16)} ${candidate.agent}: ${candidate.reason}`,
    ),
    '',
  ].join('\n');

const time = (text: string): number => {
  const atMs = Date.parse(text);
  if (!Number.isNaN(atMs) && /\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(text)) return atMs;
  throw new InvalidArgumentError('Write a time with its offset, such as 2026-11-28T21:00:00+05:30.');
};
