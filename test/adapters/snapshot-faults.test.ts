/** What an S3 that fails costs the fallback: no more time than it gives, and never what it has in memory. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openSnapshotObject, type SnapshotObject, startSnapshotObject } from '../../bin/local/snapshot-object.ts';
import { cacheSnapshot } from '../../functions/adapters/snapshot-cache.ts';
import { textOf } from '../../functions/adapters/snapshot-text.ts';
import { budget } from '../../functions/domain/budget.ts';
import type { Snapshot } from '../../functions/domain/snapshot.ts';
import type { SnapshotMemory } from '../../functions/domain/snapshot-ports.ts';
import { startBlackHole } from '../support/black-hole.ts';
import { aConfig, numberOf } from '../support/builders.ts';
import { type Fault, type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { aRecord } from '../support/invoke.ts';

let object: SnapshotObject;
let proxy: FaultProxy;
beforeAll(async () => {
  object = await startSnapshotObject();
  proxy = await startFaultProxy(object.endpoint);
});
afterAll(async () => {
  await proxy.stop();
  await object.stop();
});
beforeEach(() => put(textOf(good)));

const good: Snapshot = { revision: 7, publishedAtMs: Date.parse('2026-11-21T06:00:00Z'), config: aConfig() };
const { settings } = aConfig();
const floor = aConfig({ settings: { ...settings, lastResort: [numberOf(99)] } });

const put = async (text: string): Promise<void> => {
  await fetch(`${object.endpoint}/snapshot.json`, { method: 'PUT', body: text });
};

/** A fallback's memory, which looks for a new snapshot whenever it is asked. */
const aMemory = (refreshMs = 0, endpoint = proxy.endpoint) => {
  const record = aRecord();
  let aheadMs = 0;
  const clock = () => Date.now() + aheadMs;
  const memory = cacheSnapshot(openSnapshotObject(endpoint), { floor, refreshMs, clock, ...record });
  const wait = (ms: number) => {
    aheadMs += ms;
  };
  return { ...record, ...memory, wait };
};

const timed = async (memory: SnapshotMemory, withinMs: number) => {
  const startedMs = performance.now();
  return { known: await memory.refreshed(withinMs), ms: performance.now() - startedMs };
};

/** An answer may be late by as much as two busy cores make it. */
const slackMs = 400;

const faults: [string, Fault][] = [
  ['gives no answer', 'hang'],
  ['closes the connection', 'refuse'],
  ['says SlowDown', 'throttle'],
  ['answers 500', 'error 500'],
  ['breaks off half way', 'cut the body'],
  ['answers nonsense', 'nonsense'],
  ['loses its answer', 'lose the answer'],
  ['is seconds late', { delayMs: 5_000 }],
  ['says that there is no such bucket', { status: 404 }],
  ['denies access', { status: 403 }],
  ['sends elsewhere', { status: 301 }],
];

describe.each(faults)('an S3 that %s', (_name, fault) => {
  it('is asked once, in the time given, and leaves the last good snapshot as it was', async () => {
    const memory = aMemory();
    expect(await memory.refreshed(budget.snapshotMs)).toEqual({ source: 'snapshot', ...good });
    const before = proxy.met();
    proxy.fail(fault);
    const { known, ms } = await timed(memory, budget.snapshotStartMs);
    proxy.heal();
    expect(known).toEqual({ source: 'snapshot', ...good });
    expect(proxy.met() - before).toBe(1);
    expect(ms).toBeLessThan(budget.snapshotStartMs + slackMs);
    expect(memory.counted).toEqual(['SnapshotUnread']);
    expect(await memory.refreshed(budget.snapshotMs)).toEqual({ source: 'snapshot', ...good });
  });

  it('leaves the floor to a fallback that starts, in the time given', async () => {
    proxy.fail(fault);
    const { known, ms } = await timed(aMemory(), budget.snapshotStartMs);
    proxy.heal();
    expect(known).toEqual({ source: 'floor', config: floor });
    expect(ms).toBeLessThan(budget.snapshotStartMs + slackMs);
  });

  it('does not hold up a call: the last good one is there, and the refresh goes on behind the answer', async () => {
    const memory = aMemory(60_000);
    await memory.refreshed(budget.snapshotMs);
    memory.wait(61_000);
    const before = proxy.met();
    proxy.fail(fault);
    const startedMs = performance.now();
    expect(await memory.current()).toEqual({ source: 'snapshot', ...good });
    expect(performance.now() - startedMs).toBeLessThan(budget.snapshotStartMs);
    await expect.poll(() => proxy.met() - before).toBe(1);
    proxy.heal();
  });
});

const [head = '', content = ''] = textOf(good).split('\n');
const withoutApplets = textOf({ ...good, config: aConfig({ applets: {} }) });
const withoutLastResort = textOf({ ...good, config: aConfig({ settings: { ...settings, lastResort: [] } }) });

describe('a snapshot that is', () => {
  it.each([
    ['empty', ''],
    ['truncated', textOf(good).slice(0, -200)],
    ['all head', head],
    ['corrupt: one digit is another one', textOf(good).replace(numberOf(1), numberOf(8))],
    ['of a format of tomorrow', `${head.replace('"format":1', '"format":2')}\n${content}\n`],
    ['no JSON', '<html>'],
    ['JSON of something else', '{"pools":{}}\n{}\n'],
    ['null', 'null\nnull\n'],
    ['without an applet', withoutApplets],
    ['without a last resort', withoutLastResort],
  ])('%s leaves the last good one as it was, and the floor to a fallback that starts', async (_name, text) => {
    const memory = aMemory();
    await memory.refreshed(budget.snapshotMs);
    await put(text);
    expect(await memory.refreshed(budget.snapshotMs)).toEqual({ source: 'snapshot', ...good });
    expect(memory.counted).toEqual(['SnapshotUnread']);
    expect(await aMemory().refreshed(budget.snapshotMs)).toEqual({ source: 'floor', config: floor });
    await put(textOf({ ...good, revision: 8 }));
    expect(await memory.refreshed(budget.snapshotMs)).toMatchObject({ source: 'snapshot', revision: 8 });
  });
});

describe('a bucket', () => {
  it('that refuses connections leaves what there is, at once', async () => {
    const gone = await startFaultProxy(object.endpoint);
    const memory = aMemory(0, gone.endpoint);
    await memory.refreshed(budget.snapshotMs);
    await gone.stop();
    const { known, ms } = await timed(memory, budget.snapshotStartMs);
    expect(known).toEqual({ source: 'snapshot', ...good });
    expect(ms).toBeLessThan(slackMs);
  });

  it('to which no connection is ever made leaves what there is, in the time given', async () => {
    const hole = await startBlackHole(object.endpoint);
    onTestFinished(() => hole.stop());
    const memory = aMemory(0, hole.endpoint);
    await memory.refreshed(budget.snapshotMs);
    await hole.open();
    const { known, ms } = await timed(memory, budget.snapshotStartMs);
    expect(known).toEqual({ source: 'snapshot', ...good });
    expect(ms).toBeGreaterThanOrEqual(budget.snapshotStartMs - 5);
    expect(ms).toBeLessThan(budget.snapshotStartMs + slackMs);
  });
});
