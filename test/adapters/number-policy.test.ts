/** The same bad numbers through every door by which a number gets into the configuration. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { withAgent } from '../../bin/change/edits.ts';
import { changeTable } from '../../bin/change/quick-change.ts';
import { requireRevision } from '../../bin/change/rollback.ts';
import { describeProblem, loadConfig } from '../../bin/pools-file/load.ts';
import { writeHistory } from '../../bin/table/history.ts';
import { readState } from '../../bin/table/state.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { dialableNumbersOf } from '../../functions/domain/dialable-numbers.ts';
import { wrongNumbersIn } from '../../functions/domain/snapshot-check.ts';
import { badNumbers, deniedPrefix } from '../support/bad-numbers.ts';
import { aConfig, one } from '../support/builders.ts';
import { aFolder } from '../support/cli.ts';
import { aServiceOfPools } from '../support/pools.ts';
import { aPublishing, nowMs, scheduled } from '../support/publishing.ts';
import { aTable, type TestTable } from '../support/tables.ts';

const at = new Date(nowMs).toISOString();
const { settings: usual, agents } = aConfig();
const settings = { ...usual, numberPolicy: { ...usual.numberPolicy, deniedPrefixes: [deniedPrefix] } };
const config = aConfig({ settings });
const withNumber = (number: string) =>
  aConfig({ settings, agents: { ...agents, a1: { name: 'One', numbers: [one, number] } } });
const poolsFile = readFileSync('pools.yaml', 'utf8').replace('"+91140"', `"${deniedPrefix}"`);

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
  for (const _revision of [1, 2]) await applyConfig(table, config, { by: 'test', at }, { force: true });
});
afterAll(() => table.stop());

describe.each(badNumbers)('%s, %s', (_what, number) => {
  it('is refused in a pools file, of an agent and as the last resort', () => {
    for (const line of [/"\+919000000011"/, /"\+919000000091"/]) {
      const file = join(aFolder(), 'pools.yaml');
      writeFileSync(file, poolsFile.replace(line, `"${number}"`));
      const loaded = loadConfig(file, nowMs);
      expect(loaded.kind === 'problems' && loaded.problems.map(describeProblem)).toEqual([
        expect.stringContaining(number),
      ]);
    }
  });

  it('is refused as a quick change', async () => {
    const state = await readState(table);
    const edit = withAgent('a1', { name: 'One', numbers: [one, number] }, [number]);
    await expect(changeTable(table, state, { edit }, { by: 'test', at })).rejects.toThrow(number);
    expect((await readState(table)).config).toEqual(config);
  });

  it('is refused as part of a revision to go back to', async () => {
    await writeHistory(table, 1, withNumber(number), { by: 'test', at });
    await expect(requireRevision(table, 1, nowMs)).rejects.toThrow(number);
  });

  it('is refused in a snapshot, of an agent and as the last resort', () => {
    for (const next of [withNumber(number), aConfig({ settings: { ...settings, lastResort: [number] } })]) {
      expect(wrongNumbersIn(next, config)).toEqual([expect.stringContaining(number)]);
    }
  });

  it('is not dialled when it was put into an item by hand: before it is judged, after it, and on a cold start', async () => {
    const { publish, published, put, table: own, counted } = await aPublishing(config);
    await publish(scheduled);
    await put({ ...keys.agent('a1'), name: 'One', numbers: [one, number], stamp: 'of my own' });
    for (const lastGood of [config, undefined]) {
      const read = await createConfigReader(own)('main', lastGood, AbortSignal.timeout(5000));
      expect(read.reading).toMatchObject({ kind: 'found', config });
      expect(read.reasons).toEqual({
        'AGENT#a1/META': expect.stringMatching(/without a stamp: edited by hand .* the publisher/),
      });
      await publish(scheduled);
    }
    expect(counted).toContain('SnapshotRefused');
    expect(await published()).toMatchObject({ config });
  });
});

it('a bad number is refused by pool add and pool import, each of them by its name', async () => {
  const { dialWhom } = await aServiceOfPools(poolsFile);
  for (const [, number] of badNumbers) {
    const added = await dialWhom('pool', 'add', 'sales', number, '--agent', 'Ravi');
    expect(added).toMatchObject({ code: 1, err: expect.stringContaining(number) });
  }
  const file = join(aFolder(), 'people.csv');
  const rows = badNumbers.map(([, number], index) => `sales,${number},bad ${index}`);
  writeFileSync(file, ['pool,number,agent', ...rows].join('\n'));
  const { code, err } = await dialWhom('pool', 'import', file);
  expect(code).toBe(1);
  expect(badNumbers.filter(([, number]) => !err.includes(number))).toEqual([]);
});

it('an old table, whose numbers nobody has judged yet, dials by prefix alone', async () => {
  await table.client.send(
    new PutCommand({
      TableName: table.name,
      Item: { ...keys.agent('a1'), name: 'One', numbers: ['+911861234567890'] },
    }),
  );
  const { reading } = await createConfigReader(table)('main', undefined, AbortSignal.timeout(5000));
  expect(
    reading.kind === 'found' &&
      dialableNumbersOf(Object.values(reading.config.pools), reading.config, nowMs).has('+911861234567890'),
  ).toBe(true);
});
