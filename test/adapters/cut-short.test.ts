/** What somebody is told when the table fails in the middle of a change, and that nothing is lost by it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyConfig, carryOut } from '../../bin/change/apply.ts';
import { prepare } from '../../bin/change/prepare.ts';
import { openTable } from '../../bin/table/open.ts';
import { lock, readStanding } from '../../bin/table/revision.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeEach(async () => {
  table = await aTable();
  await applyConfig(table, aConfig(), at(0));
});
afterEach(() => {
  vi.useRealTimers();
  return table.stop();
});

const at = (minute: number, by = 'asha') => ({ by, at: `2026-11-21T06:${String(minute).padStart(2, '0')}:00Z` });
const nowMs = Date.parse(at(1).at);
const people = Array.from({ length: 40 }, (_, index) => `b${index}`);
/** 80 items more, one changed, two less. */
const large = aConfig({
  agents: {
    ...aConfig().agents,
    ...Object.fromEntries(people.map((id, index) => [id, { name: id, numbers: [numberOf(100 + index)] }])),
  },
  pools: { sales: aPool(['a1', 'a2', 'a3', ...people]) },
  applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'sales' }] } },
});

type Next = () => Promise<{ output: object; response: unknown }>;

/** A connection of its own, where this happens in the place of each batch, counted from 1. */
const withBatches = (instead: (batch: number, next: Next, input: object) => Promise<unknown>): Table => {
  const { client } = openTable({ endpoint: table.endpoint, name: table.name });
  let batch = 0;
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (!commandName.startsWith('BatchWrite')) return next(args);
        batch += 1;
        return instead(batch, () => next(args) as never, args.input) as never;
      },
    { step: 'initialize', priority: 'high', name: 'batches', override: true },
  );
  return { client, name: table.name };
};

const failsAt = (failing: number, name: string) =>
  withBatches((batch, next) =>
    batch === failing ? Promise.reject(Object.assign(new Error('as it is'), { name })) : next(),
  );
const messageOf = (work: Promise<unknown>): Promise<string> => work.then(String, (error: Error) => error.message);
const goesOn = 'Run the same command again: it goes on from there; if it is refused, once more in a minute';

describe('an apply that fails in the middle', () => {
  it.each([
    ['ProvisionedThroughputExceededException', /^DynamoDB takes no more at the moment/],
    ['ExpiredTokenException', /^AWS does not accept these credentials/],
    ['CredentialsProviderError', /^no AWS credentials found/],
    ['ResourceNotFoundException', /^there is no such table/],
    ['TimeoutError', /^nothing answers there/],
  ])('says why, how far it came and what to do: %s', async (name, why) => {
    const message = await messageOf(applyConfig(failsAt(3, name), large, at(1)));
    expect(message).toMatch(why);
    expect(message.split('\n')[1]).toBe(
      `40 of 81 items were written, 0 of 2 removed; revision 2 is begun and not done. ${goesOn}`,
    );
    expect(await applyConfig(table, large, at(1))).toMatchObject({ revision: 3, written: 41, removed: 2 });
  });

  it('says that nothing was written when it fails at the first item, and at what when it fails at the last', async () => {
    expect(await messageOf(applyConfig(failsAt(1, 'TimeoutError'), large, at(1)))).toContain(
      '\nno item was written or removed yet (81 to write, 2 to remove); revision 2 is begun and not done. ',
    );
    expect(await messageOf(applyConfig(failsAt(7, 'TimeoutError'), large, at(1)))).toContain(
      '\n81 of 81 items were written, 1 of 2 removed; revision 3 is begun and not done. ',
    );
    expect(await applyConfig(table, large, at(1))).toMatchObject({ revision: 4, written: 0, removed: 1 });
  });

  it('says of a lost lock what was done, and whose turn it is', async () => {
    const slow = withBatches(async (batch, next) => {
      if (batch === 2) await lock(table, await readStanding(table), at(4, 'bharat'));
      return next();
    });
    const message = await messageOf(applyConfig(slow, large, at(1)));
    expect(message).toMatch(/^81 of 81 items were written, 2 of 2 removed, but this took too long: bharat is changing/);
    expect(message).toMatch(
      /Revision 2 does not stand: look with npx dial-whom plan .* then run the same command again$/,
    );
    expect(await readStanding(table)).toMatchObject({ revision: 1, pending: { by: 'bharat' } });
  });

  it('does not lose its lock by taking longer than a lock lasts, and stops when it has lost it', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const others: unknown[] = [];
    const slow = withBatches(async (batch, next) => {
      vi.advanceTimersByTime(25_000);
      if (batch === 5) others.push(await lock(table, await readStanding(table), at(3, 'bharat')));
      return next();
    });
    expect(await applyConfig(slow, large, at(1))).toMatchObject({ revision: 2 });
    expect(others).toEqual([undefined]);

    const robbed = withBatches(async (batch, next) => {
      vi.advanceTimersByTime(25_000);
      if (batch === 1) others.push(await lock(table, await readStanding(table), at(9, 'bharat')));
      return next();
    });
    expect(await messageOf(applyConfig(robbed, aConfig(), at(7)))).toMatch(
      /^1 of 3 items were written, 0 of 80 removed, but this took too long: bharat is changing/,
    );
    expect(others[1]).toBeDefined();
  });

  it('keeps the stack of a fault of ours, and says behind it how far it came', async () => {
    await expect(applyConfig(failsAt(1, 'TypeError'), large, at(1))).rejects.toMatchObject({
      name: 'TypeError',
      stack: expect.stringMatching(
        /\n +at [\s\S]*\nno item was written or removed yet .*; revision 2 is begun and not done\./,
      ),
    });
  });
});

it('what a busy table leaves of a batch is written all the same', async () => {
  let left = 0;
  const busy = withBatches(async (batch, next, input) => {
    const { RequestItems } = input as { RequestItems: Record<string, object[]> };
    const all = RequestItems[table.name] ?? [];
    if (batch % 2 === 0) return next();
    left += all.length;
    return { output: { UnprocessedItems: { [table.name]: all } }, response: {} };
  });
  expect(await applyConfig(busy, large, at(1))).toMatchObject({ revision: 2, written: 81, removed: 2 });
  expect(left).toBeGreaterThan(80);
  expect(await applyConfig(table, large, at(1))).toMatchObject({ written: 0, removed: 0 });
});

describe('of two applies at once', () => {
  const named = (name: string) => aConfig({ agents: { ...aConfig().agents, a1: { name, numbers: [numberOf(1)] } } });

  it('one wins, and the other is refused with the names of what the first one changed', async () => {
    const [one, other] = [await prepare(table, named('Uno'), nowMs), await prepare(table, large, nowMs)];
    expect(await carryOut(table, one, { ...at(1, 'bharat'), note: 'renamed' })).toMatchObject({ revision: 2 });
    expect(await messageOf(carryOut(table, other, at(1)))).toBe(
      'bharat made revision 2 meanwhile (renamed): AGENT#a1/META. Nothing was changed: run the same command again',
    );
    expect(await applyConfig(table, named('Uno'), at(1))).toMatchObject({ written: 0, removed: 0 });
  });

  it('neither takes the lock of a third that was cut short after both had looked', async () => {
    const [one, other] = [await prepare(table, named('Uno'), nowMs), await prepare(table, named('Eins'), nowMs)];
    await lock(table, await readStanding(table), at(1, 'bharat'));
    for (const late of [one, other])
      expect(await messageOf(carryOut(table, late, at(9)))).toMatch(/^bharat is changing the table/);
    expect(await applyConfig(table, named('Uno'), at(9))).toMatchObject({ revision: 3 });
  });
});
