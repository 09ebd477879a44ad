import { setTimeout as realSleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { holdConversation } from '../../bin/emulator/conversation.ts';
import { createEventSender } from '../../bin/emulator/event-sender.ts';
import { phonesThat } from '../../bin/emulator/phones.ts';
import { createSimulation, type Simulation } from '../support/simulation.ts';
import { aCall, asha, bilal } from './a-call.ts';

const startMs = Date.parse('2026-11-21T06:00:00Z');
const init = { redirect: 'manual', signal: new AbortController().signal } as const;

/** Sleepers by name, who write down when they wake. */
const diary = (simulation: Simulation) => {
  const entries: [name: string, seconds: number][] = [];
  const write = (name: string) => entries.push([name, (simulation.now() - startMs) / 1000]);
  const sleeper =
    (name: string, ...seconds: number[]) =>
    async () => {
      for (const one of seconds) {
        await simulation.sleep(one * 1000);
        write(name);
      }
    };
  return { entries, write, sleeper };
};

describe('virtual time', () => {
  test('leaps from one sleeper to the next, and wakes those of one instant in the order they fell asleep', async () => {
    const simulation = createSimulation({ startMs });
    const { entries, sleeper } = diary(simulation);
    const begun = performance.now();
    await simulation.run([sleeper('slow', 3600), sleeper('a', 20, 10), sleeper('b', 30, 0), sleeper('c', 5)]);
    expect(entries).toEqual([
      ...[['c', 5] as const, ['a', 20] as const, ['b', 30] as const, ['a', 30] as const],
      ...[['b', 30] as const, ['slow', 3600] as const],
    ]);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  test('does not pass while a request is under way, nor before its body has come', async () => {
    const simulation = createSimulation({ startMs });
    const { entries, write, sleeper } = diary(simulation);
    const fetch = simulation.track(async () => {
      await realSleep(15);
      return { status: 200, text: () => realSleep(15, 'body') };
    });
    const asking = async () => {
      await simulation.sleep(1000);
      for (const name of ['first', 'second']) write(`${name} ${await (await fetch('http://a.test/', init)).text()}`);
    };
    await simulation.run([asking, sleeper('sleeper', 1.001)]);
    expect(entries).toEqual([
      ['first body', 1],
      ['second body', 1],
      ['sleeper', 1.001],
    ]);
  });

  test('goes on after a request that failed', async () => {
    const simulation = createSimulation({ startMs });
    const fetch = simulation.track(() => realSleep(5).then(() => Promise.reject(new TypeError('refused'))));
    const asking = () => fetch('http://a.test/', init).catch(() => simulation.sleep(2000));
    await simulation.run([asking]);
    expect(simulation.now() - startMs).toBe(2000);
  });

  test('tells the results in the order of the tasks, goes on in a second run, and is awaited by nobody forever', async () => {
    const simulation = createSimulation({ startMs });
    const sleeping = (seconds: number) => () => simulation.sleep(seconds * 1000).then(() => seconds);
    expect(await simulation.run([sleeping(3), sleeping(1), sleeping(2)])).toEqual([3, 1, 2]);
    expect(await simulation.run([sleeping(4)])).toEqual([4]);
    expect(simulation.now() - startMs).toBe(7000);
    await expect(simulation.run([() => new Promise(() => {})])).rejects.toThrow(/neither a tracked request nor time/);
    await expect(simulation.run([() => Promise.reject(new Error('broken')), sleeping(1)])).rejects.toThrow('broken');
  });
});

/** Calls that begin a second apart, ten at an instant, with every fault; all that was asked and told, in order. */
const play = async (calls: number): Promise<{ log: string[]; exits: string[]; lastedMs: number }> => {
  const simulation = createSimulation({ startMs });
  const log: string[] = [];
  const fetch = simulation.track(async (address) => {
    const { pathname, searchParams } = new URL(address);
    log.push(`${simulation.now()} ${pathname} ${searchParams.get('CallSid')} ${searchParams.get('EventType')}`);
    return { status: 200, text: async () => `${asha},${bilal}` };
  });
  const results = await simulation.run(
    Array.from({ length: calls }, (_, index) => async () => {
      await simulation.sleep(Math.floor(index / 10) * 1000);
      const call = aCall({
        callSid: `call-${index}`,
        phones: phonesThat([[index % 2 === 0 ? asha : bilal, 'completed']]),
        ringSeconds: 20,
        talkSeconds: 60 + (index % 7),
      });
      const rates = { lost: 0.1, doubled: 0.1, late: 0.1, reordered: 0.1 };
      const deps = { fetch, now: simulation.now, sleep: simulation.sleep };
      const events = createEventSender(call, { url: 'http://events.test/events', rates }, deps);
      const { exit } = await holdConversation(call, { ...deps, events });
      await events.settled();
      return exit;
    }),
  );
  return { log, exits: results, lastedMs: simulation.now() - startMs };
};

describe('conversations in virtual time', () => {
  test('a thousand at once come to their end, and the last of their late events too', async () => {
    const { log, exits, lastedMs } = await play(1000);
    expect(exits).toEqual(Array(1000).fill('conversation-ended'));
    expect(log.length).toBeGreaterThan(5000);
    expect(lastedMs).toBeGreaterThan(99_000 + 80_000);
    expect(lastedMs).toBeLessThanOrEqual(99_000 + 106_000 + 15_000);
  });

  test('happen in the same order every time', async () => {
    const first = await play(100);
    expect(await play(100)).toEqual(first);
    const times = first.log.map((line) => Number(line.split(' ')[0]));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});
