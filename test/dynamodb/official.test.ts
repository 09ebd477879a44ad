/** What dynalite does not do, or does not tell. */
import { setTimeout as sleep } from 'node:timers/promises';
import { UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bytesOfItem, itemLimit } from '../../bin/table/item-size.ts';
import { createHuntStore } from '../../functions/adapters/hunt-store.ts';
import type { HuntWrite } from '../../functions/domain/hunt.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
});
afterAll(() => table.stop());

const dayMs = 24 * 3600_000;
const signal = () => AbortSignal.timeout(5000);
const idOf = (callSid: string) => ({ callSid, applet: 'main', leg: '-' });
const startAt = (atMs: number): HuntWrite => ({
  kind: 'start',
  hunt: {
    visit: 1,
    pool: 'sales',
    plan: [],
    config: { revision: 1, hash: 'x' },
    attempts: { first: { ordinal: 1, atMs, answer: { kind: 'empty', reason: 'exhausted' } } },
    rung: [],
    outcomes: {},
  },
});

it('an item may have as many bytes as our tests count, and not one more', async () => {
  const anItem = (filling: number) => ({
    pk: 'SIZE',
    sk: 'META',
    plan: ['+919000000001', '+919000000002'],
    config: { revision: 1000, hash: '0f', atMs: 1_795_000_000_123 },
    filling: 'x'.repeat(filling),
  });
  const put = (Item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: table.name, Item }));
  const most = itemLimit - bytesOfItem(anItem(0));
  await put(anItem(most));
  await expect(put(anItem(most + 1))).rejects.toThrow(/Item size/);
});

it('a hunt goes by its TTL once it is thirty days old, and not before', async () => {
  const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
  await table.client.send(new UpdateTimeToLiveCommand({ TableName: table.name, TimeToLiveSpecification }));
  const store = createHuntStore(table);
  await store.commit(idOf('young'), startAt(Date.now() - 29 * dayMs), signal());
  await store.commit(idOf('old'), startAt(Date.now() - 31 * dayMs), signal());

  const isKept = async (callSid: string) => {
    const reading = await store.latest(idOf(callSid), signal());
    return reading.kind === 'found' && reading.hunt !== undefined;
  };
  for (const deadlineMs = Date.now() + 40_000; (await isKept('old')) && Date.now() < deadlineMs; ) await sleep(200);
  expect([await isKept('old'), await isKept('young')]).toEqual([false, true]);
});

it('whatever a report names, its attempt is kept under that name', async () => {
  const store = createHuntStore(table);
  const id = idOf('names');
  await store.commit(id, startAt(Date.now()), signal());
  const names = [
    'sip:asha@desk.example|busy',
    '|no-answer|12|1795000000',
    `${'?'.repeat(64)}|failed`,
    'a.b[0].#c:d|',
    '-',
  ];
  for (const [index, key] of names.entries()) {
    const attempt = { ordinal: index + 2, atMs: 1, answer: { kind: 'empty', reason: 'exhausted' } } as const;
    const write: HuntWrite = { kind: 'continue', visit: 1, plan: [], key, attempt, rung: [] };
    expect(await store.commit(id, write, signal())).toEqual({ kind: 'committed' });
  }
  const reading = await store.latest(id, signal());
  expect(reading.kind === 'found' && Object.keys(reading.hunt?.attempts ?? {}).toSorted()).toEqual(
    ['first', ...names].toSorted(),
  );
});
