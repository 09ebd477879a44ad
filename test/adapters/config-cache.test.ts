import { describe, expect, it } from 'vitest';
import type { ConfigRead } from '../../functions/adapters/config-assembly.ts';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import type { ReadConfig } from '../../functions/adapters/config-reader.ts';
import { budget } from '../../functions/domain/budget.ts';
import { aConfig } from '../support/builders.ts';
import { aRecord } from '../support/invoke.ts';

const found = (revision: number): ConfigRead => ({
  reading: { kind: 'found', config: aConfig(), identity: { revision, hash: 'x' } },
  broken: [],
});
const away: ConfigRead = { reading: { kind: 'unavailable', cause: 'TimeoutError' }, broken: [] };

/** A table that answers what it is told to, and a clock that is moved by hand. */
const aCache = () => {
  let nowMs = 0;
  let next: ConfigRead | Promise<ConfigRead> = found(1);
  let reads = 0;
  const lastGoods: unknown[] = [];
  const read: ReadConfig = async (_applet, lastGood) => {
    reads += 1;
    lastGoods.push(lastGood);
    return next;
  };
  const record = aRecord();
  const source = cacheConfigs(read, { clock: () => nowMs, ...record });
  return {
    ...record,
    lastGoods,
    read: () => source.read('main'),
    revision: async () => {
      const reading = await source.read('main');
      return reading.kind === 'found' ? reading.identity.revision : reading.kind;
    },
    reads: () => reads,
    answer: (reading: ConfigRead | Promise<ConfigRead>) => {
      next = reading;
    },
    wait: (seconds: number) => {
      nowMs += seconds * 1000;
    },
  };
};

describe('the configuration in memory', () => {
  it('is read once for as long as it is fresh, however many ask at once', async () => {
    const cache = aCache();
    expect(await Promise.all([cache.revision(), cache.revision(), cache.revision()])).toEqual([1, 1, 1]);
    cache.wait(29);
    expect(await cache.revision()).toBe(1);
    expect(cache.reads()).toBe(1);
  });

  it('is refreshed although the clock is set back by an hour', async () => {
    const cache = aCache();
    cache.wait(7200);
    await cache.revision();
    cache.answer(found(2));
    cache.wait(-3600);
    expect(await cache.revision()).toBe(2);
  });

  it('is refreshed behind the answer after thirty seconds: the next one has it', async () => {
    const cache = aCache();
    await cache.revision();
    cache.answer(found(2));
    cache.wait(31);
    expect(await cache.revision()).toBe(1);
    expect(await cache.revision()).toBe(2);
    expect(cache.lastGoods).toEqual([undefined, aConfig()]);
  });

  it('is waited for when it is older than a minute: a frozen function never finishes a refresh beside an answer', async () => {
    const cache = aCache();
    await cache.revision();
    cache.answer(found(2));
    cache.wait(61);
    expect(await cache.revision()).toBe(2);
  });

  it('is kept while the table is away, for a day', async () => {
    const cache = aCache();
    await cache.revision();
    cache.answer(away);
    cache.wait(23 * 3600);
    expect(await cache.revision()).toBe(1);
    cache.wait(2 * 3600);
    expect(await cache.revision()).toBe('unavailable');
    cache.answer(found(3));
    expect(await cache.revision()).toBe(3);
  });

  it('says that it is stale, and why, as soon as an answer has waited for a newer one in vain', async () => {
    const cache = aCache();
    await cache.revision();
    cache.answer(away);
    cache.wait(59);
    expect(await cache.read(), 'refreshed behind the answer').toEqual(found(1).reading);
    cache.wait(1);
    expect(await cache.read()).toEqual({ ...found(1).reading, staleBecause: 'TimeoutError' });
    cache.answer(found(2));
    expect(await cache.read()).toEqual(found(2).reading);
  });

  it('is waited for no longer than leaves time to claim somebody; the next answer has what came too late', async () => {
    const cache = aCache();
    await cache.revision();
    cache.wait(61);
    const { promise, resolve } = Promise.withResolvers<ConfigRead>();
    cache.answer(promise);
    const startedMs = performance.now();
    expect(await cache.read()).toEqual({ ...found(1).reading, staleBecause: 'the table takes too long' });
    expect(performance.now() - startedMs).toBeLessThan(budget.claimMs);
    resolve(found(2));
    expect(await cache.read()).toEqual(found(2).reading);
  });

  it('is asked for again by the next call when the first reading failed', async () => {
    const cache = aCache();
    cache.answer(away);
    expect(await cache.revision()).toBe('unavailable');
    cache.answer(found(1));
    expect(await cache.revision()).toBe(1);
  });

  it('counts and names items that somebody broke', async () => {
    const cache = aCache();
    cache.answer({ ...found(1), broken: ['AGENT#a1/META'] });
    await cache.revision();
    expect(cache.counted).toEqual(['ConfigInvalid']);
    expect(cache.logged).toMatchObject([{ broken: ['AGENT#a1/META'] }]);
  });
});
