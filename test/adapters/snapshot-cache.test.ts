import { describe, expect, it } from 'vitest';
import { cacheSnapshot } from '../../functions/adapters/snapshot-cache.ts';
import { readText, textOf } from '../../functions/adapters/snapshot-text.ts';
import { budget } from '../../functions/domain/budget.ts';
import type { SnapshotReading, SnapshotSource } from '../../functions/domain/snapshot-ports.ts';
import { aConfig } from '../support/builders.ts';
import { aRecord } from '../support/invoke.ts';

const floor = aConfig();
const found = (revision: number): SnapshotReading => ({
  kind: 'found',
  snapshot: { revision, publishedAtMs: 0, config: aConfig() },
  version: String(revision),
});

/** A cache of a source that gives these readings one after the other, the last one for ever. */
const aCache = (...readings: SnapshotReading[]) => {
  let nowMs = 0;
  let reads = 0;
  const record = aRecord();
  const source = { read: async () => readings[Math.min(reads++, readings.length - 1)] as SnapshotReading };
  const memory = cacheSnapshot(source, { floor, refreshMs: 60_000, clock: () => nowMs, ...record });
  return {
    ...record,
    memory,
    reads: () => reads,
    /** What is answered from at that time, and what after the refresh that is due then. */
    at: async (ms: number) => {
      nowMs = ms;
      const [before, after] = [await memory.current(), await memory.refreshed(100)];
      return [before, after].map((known) => (known.source === 'floor' ? 'floor' : known.revision));
    },
  };
};

describe('the snapshot in memory', () => {
  it('is read when it is first asked for, and without one there is the floor', async () => {
    expect(await aCache(found(1)).at(0)).toEqual([1, 1]);
    expect(await aCache({ kind: 'missing' }).at(0)).toEqual(['floor', 'floor']);
  });

  it('is refreshed behind an answer once a minute', async () => {
    const { at, reads } = aCache(found(1), found(2), found(3));
    await at(0);
    expect(await at(59_999)).toEqual([1, 1]);
    expect(await at(60_000)).toEqual([1, 2]);
    expect(reads()).toBe(2);
  });

  it.each<SnapshotReading>([
    { kind: 'missing' },
    { kind: 'unavailable', cause: 'too slow' },
    { kind: 'unusable', why: 'its checksum is not that of its content', version: '2' },
  ])('stays the last good one when there is a reading like %j, and that is counted and said', async (bad) => {
    const { at, counted, logged } = aCache(found(1), bad);
    await at(0);
    expect(await at(3_600_000)).toEqual([1, 1]);
    expect(counted).toEqual(['SnapshotUnread']);
    expect(logged).toEqual([expect.objectContaining({ level: 'error', message: 'snapshot not refreshed', ...bad })]);
  });

  it('is tried again after five seconds when it could not be read, and not with every call', async () => {
    const { at, reads } = aCache({ kind: 'unavailable', cause: 'too slow' }, found(1));
    expect(await at(0)).toEqual(['floor', 'floor']);
    expect(await at(4_999)).toEqual(['floor', 'floor']);
    expect(reads()).toBe(1);
    expect(await at(5_000)).toEqual(['floor', 1]);
  });

  describe('of a function that is frozen between calls', () => {
    /** Whatever a caller's answer leaves under way is frozen with it, and has failed by the time of the next one. */
    const aFrozen = () => {
      let nowMs = 0;
      let revision = 1;
      let isAwake = true;
      const frozen: (() => void)[] = [];
      const record = aRecord();
      const source: SnapshotSource = {
        read: () => {
          if (isAwake) return Promise.resolve(found(revision));
          return new Promise((settle) => {
            frozen.push(() => settle({ kind: 'unavailable', cause: 'TimeoutError' }));
          });
        },
      };
      const memory = cacheSnapshot(source, { floor, refreshMs: 60_000, clock: () => nowMs, ...record });
      const thaw = (minutes: number) => {
        nowMs += minutes * 60_000;
        for (const fail of frozen.splice(0)) fail();
      };
      return {
        ...record,
        publish: (next: number) => {
          revision = next;
        },
        /** A caller's answer so much later, and the function frozen right after it. */
        caller: async (minutes: number) => {
          thaw(minutes);
          isAwake = false;
          const known = await memory.current();
          return known.source === 'snapshot' ? known.revision : known.source;
        },
        canary: async (minutes: number) => {
          isAwake = true;
          thaw(minutes);
          const known = await memory.refreshed(100);
          return known.source === 'snapshot' ? known.revision : known.source;
        },
      };
    };

    it('is brought up to date by the canary although a caller came just before', async () => {
      const { caller, canary, publish, counted } = aFrozen();
      await canary(0);
      publish(2);
      expect(await caller(1)).toBe(1);
      expect(await canary(1)).toBe(2);
      expect(counted).toEqual([]);
    });
  });

  it('is waited for by a call, for a moment, where none has been read to its end for five minutes', async () => {
    let isThere = true;
    const source: SnapshotSource = { read: async () => (isThere ? found(1) : new Promise(() => {})) };
    let nowMs = 0;
    const memory = cacheSnapshot(source, { floor, refreshMs: 60_000, clock: () => nowMs, ...aRecord() });
    await memory.refreshed(100);
    isThere = false;
    nowMs = 299_999;
    const askedMs = performance.now();
    await memory.current();
    expect(performance.now() - askedMs).toBeLessThan(100);
    nowMs = 300_000;
    expect(await memory.current()).toMatchObject({ source: 'snapshot', revision: 1 });
    expect(performance.now() - askedMs).toBeGreaterThanOrEqual(budget.snapshotStartMs - 5);
  });

  it('is read once for all that ask at the same time', async () => {
    const { memory, reads } = aCache(found(1));
    await Promise.all([memory.refreshed(100), memory.refreshed(100), memory.refreshed(100)]);
    expect(reads()).toBe(1);
  });

  it('is refreshed although the clock is set back by an hour', async () => {
    const { at } = aCache(found(1), found(2));
    await at(7_200_000);
    expect(await at(3_600_000)).toEqual([2, 2]);
  });
});

describe('the text of a snapshot', () => {
  const snapshot = { revision: 7, publishedAtMs: 1_000, config: aConfig() };
  const text = textOf(snapshot);

  it('is read as it was written', () => {
    expect(readText(text)).toEqual({ kind: 'found', snapshot });
  });

  it('is not used when any part of it is cut off or changed', () => {
    const cut = Array.from({ length: 40 }, (_, part) => text.slice(0, Math.floor((text.length * part) / 40)));
    const changed = [text.replace('+9190000', '+9190001'), text.replace('"revision":7', '"revision":8')];
    for (const broken of [...cut, ...changed]) expect(readText(broken).kind).toBe('unusable');
  });

  it.each([
    ['nothing', '', 'format'],
    ['a page', '<html>\n</html>', 'format'],
    ['another format', text.replace('"format":1', '"format":2'), 'its format is 2'],
    ['nobody', textOf({ ...snapshot, config: aConfig({ applets: {} }) }), 'names no applet'],
    ['no configuration', textOf({ revision: 1 } as never), 'names no applet'],
  ])('of %s is not used, and it is said why', (_name, broken, why) => {
    expect(readText(broken)).toEqual({ kind: 'unusable', why: expect.stringContaining(why) });
  });
});
