/** The worst moment: DynamoDB and S3 are gone, and nobody has been asked for a while. Printed, side by side. */
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { budget } from '../../functions/domain/budget.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { Hours } from '../../functions/domain/schedule.ts';
import { writeFloor } from '../../lib/floor.ts';
import { bundleInto, fallbackAliases, scratch } from '../bundle/bundle.ts';
import { aConfig, aPool, one, three, two } from '../support/builders.ts';
import { type Environment, startEnvironment } from './environment.ts';
import { answerOf, ask } from './functions.ts';

/** As they are deployed. */
const memoryMb = { primary: 1_024, fallback: 512 } as const;

/** Open, which takes a look at the clock of a time zone to know. */
const always: Hours = {
  timeZone: 'Asia/Kolkata',
  weekly: Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((day) => [day, [[0, 24 * 60]]])),
  dates: {},
};

/** Takes connections and never says a word. */
const silent = createServer(() => {});
let folder: string;
let bundles: Readonly<Record<'empty' | 'primary' | 'fallback' | 'fallbackWithHours', string>>;
beforeAll(async () => {
  await new Promise<void>((settle) => silent.listen(0, '127.0.0.1', settle));
  folder = await scratch();
  const empty = join(folder, 'empty', 'index.mjs');
  await mkdir(join(folder, 'empty'));
  await writeFile(empty, 'export const handler = async () => ({ statusCode: 200, body: "" });\n');
  const fallbackOf = (name: string, config: Config) =>
    bundleInto(join(folder, name), 'fallback', fallbackAliases(writeFloor(join(folder, name), config)));
  const [primary, fallback, withHours] = await Promise.all([
    bundleInto(folder, 'primary'),
    fallbackOf('without-hours', aConfig()),
    fallbackOf(
      'with-hours',
      aConfig({ hours: { always }, pools: { sales: aPool(['a1', 'a2', 'a3'], { hours: 'always' }) } }),
    ),
  ]);
  bundles = { empty, primary: primary.file, fallback: fallback.file, fallbackWithHours: withHours.file };
});
afterAll(async () => {
  silent.close();
  await rm(folder, { recursive: true });
});

const settings = {
  STAGE: 'test',
  TABLE_NAME: 'answers',
  KEY_HASHES: createHash('sha256').update('secret').digest('hex'),
  SNAPSHOT_REFRESH_SECONDS: '60',
} as const;

/** Milliseconds from the start of the process to the first answer, those of the first answer alone, and what it was. */
const coldAnswer = async (bundle: keyof typeof bundles, aws: Readonly<Record<string, string>> = {}) => {
  const startedMs = performance.now();
  const environment: Environment = await startEnvironment({
    bundle: bundles[bundle],
    memoryMb: memoryMb[bundle === 'primary' ? 'primary' : 'fallback'],
    env: { ...settings, ...aws },
  });
  const answer = answerOf(await environment.invoke(ask({ query: { CallSid: 'a1' } })));
  const ms = performance.now() - startedMs;
  await environment.stop();
  return { ...answer, ms, answerMs: answer.ms };
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const rounds = 9;

it('with DynamoDB and S3 gone and both functions cold, the fallback answers from its floor', async () => {
  const gone = 'http://127.0.0.1:9';
  const hanging = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const starts = {
    'an empty handler': () => coldAnswer('empty'),
    'the primary, DynamoDB refuses: 503': () => coldAnswer('primary', { AWS_ENDPOINT_URL_DYNAMODB: gone }),
    'the fallback, S3 refuses': () => coldAnswer('fallback', { SNAPSHOT_ENDPOINT: gone }),
    'the fallback with hours, S3 refuses': () => coldAnswer('fallbackWithHours', { SNAPSHOT_ENDPOINT: gone }),
    'the fallback, S3 never answers': () => coldAnswer('fallback', { SNAPSHOT_ENDPOINT: hanging }),
  };
  const times: Record<string, number[]> = {};
  const answerTimes: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, start] of Object.entries(starts)) {
      const { ms, answerMs, statusCode, body } = await start();
      if (name.startsWith('the primary')) expect(statusCode).toBe(503);
      if (name.startsWith('the fallback')) expect([statusCode, body]).toEqual([200, `${one},${two},${three}`]);
      times[name] = [...(times[name] ?? []), ms];
      answerTimes[name] = [...(answerTimes[name] ?? []), answerMs];
    }
  }
  const empty = median(times['an empty handler'] ?? []);
  for (const [name, all] of Object.entries(times)) {
    const ms = median(all);
    const answer = median(answerTimes[name] ?? []);
    console.log(
      `cold, ${name}: ${Math.round(ms)} ms, ${(ms / empty).toFixed(2)} of an empty handler's start; ` +
        `of these ${Math.round(answer)} ms for the answer`,
    );
  }
  // What a first look at a clock takes is not left to the caller.
  const answerOfMs = (name: string) => median(answerTimes[name] ?? []);
  expect(answerOfMs('the fallback with hours, S3 refuses')).toBeLessThan(answerOfMs('the fallback, S3 refuses') + 10);
  const waited =
    median(times['the fallback, S3 never answers'] ?? []) - median(times['the fallback, S3 refuses'] ?? []);
  // The cap is what an S3 without an answer costs, and two busy cores make timers late.
  expect(waited).toBeLessThan(budget.snapshotStartMs + 150);
}, 120_000);
