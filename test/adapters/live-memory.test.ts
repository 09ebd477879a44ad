import { describe, expect, it } from 'vitest';
import { rememberLives } from '../../functions/adapters/live-memory.ts';
import { type Live, type LiveView, nothingKnown } from '../../functions/domain/live.ts';
import type { LiveReading, LiveStore } from '../../functions/domain/ports.ts';
import { memoryLives } from '../support/memory-lives.ts';
import { liveStoreContract } from './live-store.contract.ts';

describe('a live store with a memory', () => liveStoreContract(() => rememberLives(memoryLives(), Date.now)));

const names = Array.from({ length: 300 }, (_, index) => `x${index}`);
const wantedFirst = () => names.slice(0, 80);
const offered = (lastOfferedMs: number): Live => ({ ...nothingKnown, version: 3, lastOfferedMs });

/** A store with a memory, on one of which can be said what it reads, and seen what was asked of it. */
const aStore = () => {
  const lives = memoryLives();
  const asked: number[] = [];
  const moment = { nowMs: 1_000_000 };
  let answer: ((view: LiveView) => LiveReading) | undefined;
  const below: LiveStore = {
    ...lives,
    read: async (agents) => {
      asked.push(agents.length);
      const reading = await lives.read(agents);
      return reading.kind === 'found' && answer !== undefined ? answer(reading.view) : reading;
    },
  };
  return {
    kept: lives.kept,
    asked,
    moment,
    answerWith: (other: typeof answer) => {
      answer = other;
    },
    read: rememberLives(below, () => moment.nowMs).read,
  };
};

const viewIn = (reading: LiveReading): LiveView => {
  if (reading.kind !== 'found') throw new Error(reading.cause);
  return reading.view;
};

describe('what is read of a large pool', () => {
  it('is everybody once, and then those who are wanted first, going by all that is known', async () => {
    const { kept, asked, read } = aStore();
    kept.set('x7', offered(7)).set('x200', offered(200));
    await read(names, wantedFirst);
    kept.set('x7', offered(8)).set('x200', offered(201));
    const seen: LiveView[] = [];
    const view = viewIn(
      await read(names, (known) => {
        seen.push(new Map(known));
        return wantedFirst();
      }),
    );
    expect(asked).toEqual([300, 80]);
    expect(seen[0]?.get('x200')?.lastOfferedMs).toBe(200);
    expect(view.get('x7')).toEqual(offered(8));
    // Nothing can be changed on condition of a version that is not from the table.
    expect(view.get('x200')).toEqual({ ...offered(200), version: undefined });
  });

  it('is everybody again after ten seconds', async () => {
    const { asked, moment, read } = aStore();
    await read(names, wantedFirst);
    moment.nowMs += 10_000;
    await read(names, wantedFirst);
    moment.nowMs += 1;
    await read(names, wantedFirst);
    expect(asked).toEqual([300, 80, 300]);
  });

  it('is everybody again although the clock is set back by an hour', async () => {
    const { asked, moment, read } = aStore();
    await read(names, wantedFirst);
    moment.nowMs -= 3600_000;
    await read(names, wantedFirst);
    expect(asked).toEqual([300, 300]);
  });

  it('does not bring back somebody who is forgotten', async () => {
    const { kept, read } = aStore();
    kept.set('x7', offered(7));
    await read(names, wantedFirst);
    kept.delete('x7');
    expect(viewIn(await read(names, wantedFirst)).has('x7')).toBe(false);
  });

  it('is everybody where nobody says who is wanted, and of a hundred', async () => {
    const { asked, read } = aStore();
    await read(names);
    await read(names);
    await read(names.slice(0, 100), wantedFirst);
    await read(names.slice(0, 100), wantedFirst);
    expect(asked).toEqual([300, 300, 100, 100]);
  });

  it('stands as it was read last where the table leaves some over', async () => {
    const { kept, answerWith, read } = aStore();
    kept.set('x7', offered(7)).set('x200', offered(200));
    await read(names, wantedFirst);
    answerWith(() => ({ kind: 'found', view: new Map([['x7', offered(8)]]), partialBecause: 'left over' }));
    const reading = await read(names, wantedFirst);
    expect(reading).toMatchObject({ partialBecause: 'left over' });
    expect([...viewIn(reading).values()].map(({ lastOfferedMs }) => lastOfferedMs)).toEqual([8, 200]);
  });

  it('is not remembered when it is not whole, or failed', async () => {
    const { asked, answerWith, read } = aStore();
    const partly = { kind: 'found', view: new Map(), partialBecause: 'left over' } as const;
    answerWith(() => partly);
    expect(await read(names, wantedFirst)).toEqual(partly);
    answerWith(() => ({ kind: 'unavailable', cause: 'throttled' }));
    expect(await read(names, wantedFirst)).toEqual({ kind: 'unavailable', cause: 'throttled' });
    answerWith(undefined);
    await read(names, wantedFirst);
    expect(asked).toEqual([300, 300, 300]);
  });
});
