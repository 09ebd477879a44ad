/** `dial-whom serve` (npm start): the whole system on this machine. */
import { Command } from 'commander';
import type { Log } from '../../functions/domain/signals.ts';
import { type Keys, keysFrom } from '../../functions/http/authenticate.ts';
import { systemClock } from '../../functions/runtime/clock.ts';
import { createLog, maskText, writeToStdout } from '../../functions/runtime/log.ts';
import { createCallLines } from '../local/call-lines.ts';
import { startService } from '../local/service.ts';
import { localPort } from '../local-url.ts';
import { defaultPoolsFile, requireConfig } from '../pools-file/require-config.ts';
import { setting } from '../setting.ts';
import { examples } from '../terminal/examples.ts';
import { UsageError } from '../usage-error.ts';

/** Runs until SIGINT or SIGTERM, then answers what is under way and ends with exit code 0. */
export const serveCommand = (): Command =>
  new Command('serve')
    .description('Run the whole system on this machine: both URLs, an embedded DynamoDB, no AWS account')
    .addHelpText(
      'after',
      `
Settings, from the environment:
  PORT               8787
  DATA_DIR           .dial-whom: where the embedded DynamoDB keeps its tables
  POOLS_FILE         pools.yaml: applied on the first start, and the fallback's floor
  DYNAMODB_ENDPOINT  another DynamoDB instead of the embedded one
  SNAPSHOT_ENDPOINT  another bucket for the fallback's snapshot instead of a file in DATA_DIR
  SNAPSHOT_REFRESH_SECONDS  1: how often the fallback looks for a new one
  KEY_HASHES         SHA-256 hashes (hex, comma separated) of the keys asked for; none: no key is asked for`,
    )
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom serve', 'as npm start does'],
        ['PORT=8900 DATA_DIR=../second-data npx dial-whom serve', 'a second one, beside it'],
      ),
    )
    .action(async () => {
      const service = await startService({
        port: localPort(),
        dataDir: setting('DATA_DIR') ?? '.dial-whom',
        endpoint: setting('DYNAMODB_ENDPOINT'),
        snapshotEndpoint: readUrl(setting('SNAPSHOT_ENDPOINT')),
        snapshotRefreshSeconds: readSeconds(setting('SNAPSHOT_REFRESH_SECONDS') ?? '1'),
        config: requireConfig(defaultPoolsFile()),
        keys: readKeys(setting('KEY_HASHES')),
        // Whoever watches wants to see calls, whoever pipes wants every field.
        log: process.stdout.isTTY ? logLines : logJson,
      });
      if (service.differsFrom !== undefined) {
        process.stderr.write(
          `${defaultPoolsFile()} is not what is loaded (revision ${service.differsFrom}): load it with npx dial-whom apply\n`,
        );
      }
      process.stdout.write(`ready ${service.url}\n`);

      let isStopping = false;
      const stop = async () => {
        // Whoever presses Ctrl-C twice does not want to wait.
        if (isStopping) process.exit(1);
        isStopping = true;
        await service.stop();
        process.exit(0);
      };
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
    });

/** There is no CloudWatch here, so the metrics stand in the line as any other field. */
const logJson: Log = (fields, metrics) => writeLine(metrics === undefined ? fields : { ...fields, metrics });
const writeLine = createLog('local', systemClock, writeToStdout);

const lineOf = createCallLines(() => new Date().toTimeString().slice(0, 8));
const logLines: Log = (fields) => writeToStdout(maskText(lineOf(fields)));

const readUrl = (text: string | undefined): string | undefined => {
  if (text === undefined || URL.canParse(text)) return text;
  throw new UsageError(
    `SNAPSHOT_ENDPOINT is ${JSON.stringify(text)}: write a URL such as http://127.0.0.1:9000, or leave it unset`,
    2,
  );
};

const readSeconds = (text: string): number => {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds > 0 && seconds <= 86_400) return seconds;
  throw new UsageError(`SNAPSHOT_REFRESH_SECONDS is ${JSON.stringify(text)}: write seconds from 0.1 to 86400`, 2);
};

/** Here, without hashes, no key is asked for. */
const readKeys = (hashes: string | undefined): Keys => {
  try {
    return hashes === undefined ? { kind: 'open' } : keysFrom(hashes);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), 2);
  }
};
