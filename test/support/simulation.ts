/**
 * Time for many conversations at once. It stands while anybody does anything, and leaps to whoever wakes first when all of
 * them sleep: hours of calls take seconds, and calls that meet at an instant really race each other.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Fetch } from '../../bin/emulator/http-get.ts';

export type Simulation = {
  /** Epoch milliseconds, for conversations and for clocks of what they talk to. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /**
   * The same `fetch`, during which no time passes. So it must not itself sleep in this time (a latency is slept before or
   * after a tracked one), and one that never settles stops time for good. Whatever takes more than microtasks has to be
   * tracked.
   */
  readonly track: (fetch: Fetch) => Fetch;
  /**
   * Starts all at once in their order and tells their results in it. Rejects as soon as one of them does, and when all that
   * are left wait for something that is neither a tracked request nor this time.
   */
  readonly run: <T>(tasks: readonly (() => Promise<T>)[]) => Promise<T[]>;
};

type Sleeper = { readonly untilMs: number; readonly wake: () => void };

/** Turns of the event loop without a request before nobody is thought to be doing anything. */
const quietTurns = 3;

export const createSimulation = ({ startMs }: { readonly startMs: number }): Simulation => {
  let nowMs = startMs;
  let sleepers: Sleeper[] = [];
  let underWay = 0;
  let whenAnswered = () => {};

  const untilAnswered = () =>
    new Promise<void>((resolve) => {
      whenAnswered = resolve;
    });

  const untilQuiet = async (): Promise<void> => {
    for (let quiet = 0; quiet < quietTurns; quiet += 1) {
      if (underWay > 0) {
        await untilAnswered();
        quiet = 0;
      }
      await nextTurn();
    }
    if (underWay > 0) await untilQuiet();
  };

  /** All who wake at the earliest instant, in the order in which they fell asleep. */
  const wakeNext = () => {
    const earliestMs = sleepers.reduce((least, { untilMs }) => Math.min(least, untilMs), Number.POSITIVE_INFINITY);
    const waking = sleepers.filter(({ untilMs }) => untilMs === earliestMs);
    sleepers = sleepers.filter(({ untilMs }) => untilMs !== earliestMs);
    nowMs = earliestMs;
    for (const { wake } of waking) wake();
  };

  return {
    now: () => nowMs,
    sleep: (ms) =>
      new Promise((wake) => {
        sleepers.push({ untilMs: nowMs + Math.max(0, ms), wake });
      }),
    track: (fetch) => async (url, init) => {
      underWay += 1;
      try {
        const response = await fetch(url, init);
        // The body is part of the request: time would pass between the headers and its end.
        const body = await response.text();
        return { status: response.status, text: async () => body };
      } finally {
        underWay -= 1;
        if (underWay === 0) whenAnswered();
      }
    },
    run: async (tasks) => {
      let isOver = false;
      const all = Promise.all(tasks.map((task) => task())).finally(() => {
        isOver = true;
      });
      // It may reject while nobody awaits it yet.
      all.catch(() => {});
      for (await untilQuiet(); !isOver; await untilQuiet()) {
        if (sleepers.length === 0)
          throw new Error('everybody left waits for what is neither a tracked request nor time');
        wakeNext();
      }
      return all;
    },
  };
};
