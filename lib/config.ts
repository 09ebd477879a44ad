import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type KeyHashes, readKeyHashes } from './key-hashes.ts';
import { type Restriction, readRestriction } from './restrict-to.ts';

/** What one deployment is told about itself; everything else is the same in every stage. */
export type StageConfig = {
  /** Part of the stack names and the value of the metrics' `Stage` dimension. */
  stage: string;
  /** A stage with callers: stacks cannot be deleted by accident and logs outlive them. */
  protect: boolean;
  /** How long logs are kept. */
  logDays: RetentionDays;
  primaryRegion: string;
  /** Never the primary's: an outage of one Region must leave the other URL alone. */
  fallbackRegion: string;
  keyHashes: KeyHashes;
  /** Whom the alarms of both Regions are mailed to; nobody, unless given. */
  alarmEmail?: string;
  /** Executions that each function behind a URL has for itself, and no more; without it they share the account's. */
  reservedConcurrency?: number;
  /** From where the URLs may be asked; from everywhere, unless given. */
  restriction?: Restriction;
};

const text = (value: unknown, key: string, fallback: string, pattern: RegExp, remedy: string): string => {
  const given = value ?? fallback;
  if (typeof given === 'string' && pattern.test(given)) return given;
  throw new Error(`CDK context ${key} is ${JSON.stringify(given)}. ${remedy}`);
};

const region = (value: unknown, key: string, fallback: string): string =>
  text(value, key, fallback, /^[a-z]{2}(-[a-z]+)+-\d$/, 'Use the code of an AWS Region, such as ap-south-1.');

/** What CloudWatch can be asked for; for ever is not among them, because nobody pays for that on purpose. */
const retentions = Object.values(RetentionDays)
  .filter((days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE)
  .sort((one, other) => one - other);

/** One year if not given: what India's DPDP Rules 2025 ask of logs at least. `-c` passes a number as text. */
const readLogDays = (value: unknown): RetentionDays => {
  const given = value ?? RetentionDays.ONE_YEAR;
  const days = retentions.find((days) => days === given || String(days) === given);
  if (days !== undefined) return days;
  throw new Error(
    `CDK context logDays is ${JSON.stringify(given)}. CloudWatch keeps logs ${retentions.join(', ')} days.`,
  );
};

/** One address as people have it: a wrong one would be found out in the night in which no mail comes. */
const email = (value: unknown, key: string): string =>
  text(
    value,
    key,
    '',
    /^[\w.%+'-]+@([a-z0-9-]+\.)+[a-z]{2,}$/i,
    'Use one e-mail address, such as telephony@example.com, or leave it out: then nobody is mailed.',
  );

/**
 * Lambda takes ten requests a second for each execution that is reserved, so that these take the 100 which the primary's
 * route lets in. With one, the fallback would shed the second of two callers at once, and behind it is nobody.
 */
export const leastConcurrency = 10;

/** Never by default: a new account has 10 or 50 in all, and 100 have to stay for everybody. `-c` passes text. */
const concurrency = (value: unknown): number => {
  const isNumber = /^[1-9]\d{0,4}$/.test(String(value));
  if (isNumber && Number(value) >= leastConcurrency) return Number(value);
  const why =
    ` With fewer than ${leastConcurrency} Lambda takes less than the 100 requests a second that the primary lets in, ` +
    'and the fallback sheds callers whom nobody else answers.';
  throw new Error(
    `CDK context reservedConcurrency is ${JSON.stringify(value)}. ` +
      `Use a whole number from ${leastConcurrency} to 99999, or leave it out.${isNumber ? why : ''}`,
  );
};

/**
 * The stage's configuration from CDK context (`-c stage=prod`, or `context` in cdk.json). Pure: `context` looks a key
 * up. Throws with what is wrong and what to do about it.
 */
export const readConfig = (context: (key: string) => unknown): StageConfig => {
  const stage = text(
    context('stage'),
    'stage',
    'dev',
    /^[a-z][a-z0-9]{0,15}$/,
    'Use up to 16 lower-case letters and digits, a letter first.',
  );
  const primaryRegion = region(context('primaryRegion'), 'primaryRegion', 'ap-south-1');
  const fallbackRegion = region(context('fallbackRegion'), 'fallbackRegion', 'ap-southeast-1');
  if (primaryRegion === fallbackRegion) {
    throw new Error(`CDK context primaryRegion and fallbackRegion are both ${primaryRegion}. Choose two Regions.`);
  }
  const alarmEmail = context('alarmEmail');
  const restriction = readRestriction(context('restrictTo'), context('waf'));
  const reservedConcurrency = context('reservedConcurrency');
  return {
    stage,
    protect: stage === 'prod',
    logDays: readLogDays(context('logDays')),
    primaryRegion,
    fallbackRegion,
    keyHashes: readKeyHashes(context('keyHashes')),
    ...(alarmEmail === undefined ? {} : { alarmEmail: email(alarmEmail, 'alarmEmail') }),
    ...(reservedConcurrency !== undefined && { reservedConcurrency: concurrency(reservedConcurrency) }),
    ...(restriction && { restriction }),
  };
};
