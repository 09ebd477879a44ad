/** Calls by the thousand through both URLs, while DynamoDB and S3 fail in every way there is; one temperature a file. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { openSnapshotObject, startSnapshotObject } from '../../bin/local/snapshot-object.ts';
import { runs } from '../support/runs.ts';
import { aTable } from '../support/tables.ts';
import { type Cell, cellsOf, isWaiting, isWithoutMemory, nameOfCell, type Temperature } from './cells.ts';
import { type Desk, openDesk } from './desk.ts';
import { configOf } from './people.ts';
import { nothingTallied, type Tally, tableOf, tallyOf, together } from './tally.ts';

/**
 * Desks for calls that mostly wait, and for those that mostly compute: never so many that answers wait for each other. `npm
 * test` may have the machine for itself less than the long form has.
 */
const desks = runs(1) > 1 ? { waiting: 24, computing: 6 } : { waiting: 16, computing: 4 };
/** More calls than this on one desk would outlive the configuration in its memory. */
const mostInShift = 12;
/** In `npm test`; `npm run test:chaos` has over a hundred. */
const callsInTest = 1;

type Shift = { readonly cell: Cell; readonly seeds: readonly string[] };

const shiftsOf = (cell: Cell, calls: number, seed: number): Shift[] =>
  Array.from({ length: Math.ceil(calls / mostInShift) }, (_, shift) => {
    const first = shift * mostInShift;
    const ordinals = Array.from({ length: Math.min(mostInShift, calls - first) }, (_, index) => first + index);
    return { cell, seeds: ordinals.map((ordinal) => `${seed} ${nameOfCell(cell)} ${ordinal}`) };
  });

const gathered = (
  cells: readonly Cell[],
  tallies: ReadonlyMap<string, Tally>,
  rowOf: (cell: Cell) => string,
): Map<string, Tally> => {
  const rows = new Map<string, Tally>();
  for (const cell of cells) {
    const tally = tallies.get(nameOfCell(cell)) ?? nothingTallied;
    rows.set(rowOf(cell), together(rows.get(rowOf(cell)) ?? nothingTallied, tally));
  }
  return rows;
};

/** Part of the names of the cells that are to be played again, with the `SEED` of their run: `CELL='claim, warm'`. */
const isWanted = (cell: Cell): boolean => nameOfCell(cell).includes(process.env.CELL ?? '');

/** Declares it: one test a cell, after all calls have been held. */
export const callsWhileEverythingFails = (temperature: Temperature): void => {
  const all = cellsOf(temperature);
  const cells = all.filter(isWanted);
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  const calls = runs(callsInTest);
  const lag = monitorEventLoopDelay({ resolution: 10 });
  const tallies = new Map<string, Tally>(cells.map((cell) => [nameOfCell(cell), nothingTallied]));

  describe(`${calls} calls in each cell, ${temperature}`, () => {
    beforeAll(async () => {
      const [table, bucket] = await Promise.all([aTable(), startSnapshotObject()]);
      const count = desks.waiting + desks.computing;
      const config = configOf(count);
      const { revision } = await applyConfig(table, config, { by: 'chaos', at: new Date().toISOString() });
      const snapshot = { revision, publishedAtMs: Date.now(), config };
      await openSnapshotObject(bucket.endpoint).write(snapshot, undefined, AbortSignal.timeout(5_000));
      const world = { table, bucket: bucket.endpoint, config };
      const open = await Promise.all(Array.from({ length: count }, (_, ordinal) => openDesk(ordinal, world)));

      const shifts = all.flatMap((cell) => shiftsOf(cell, calls, seed));
      // Each its own desk, whichever is free: with the same seed a call meets the same people again.
      const queueOf = (of: readonly Shift[], ordinal: number, among: number) =>
        of.filter((_, index) => index % among === ordinal);
      const waiting = shifts.filter(({ cell }) => isWaiting(cell));
      const computing = shifts.filter(({ cell }) => !isWaiting(cell));
      const queues = [
        ...open.slice(0, desks.waiting).map((_, ordinal) => queueOf(waiting, ordinal, desks.waiting)),
        ...open.slice(desks.waiting).map((_, ordinal) => queueOf(computing, ordinal, desks.computing)),
      ];
      const work = async (desk: Desk, ordinal: number): Promise<void> => {
        for (const { cell, seeds } of queues[ordinal]?.filter(({ cell }) => isWanted(cell)) ?? []) {
          const name = nameOfCell(cell);
          const tally = (await desk.shift(cell, seeds)).map(tallyOf).reduce(together, nothingTallied);
          tallies.set(name, together(tallies.get(name) ?? nothingTallied, tally));
        }
      };
      lag.enable();
      await Promise.all(open.map(work));
      lag.disable();
      console.log(
        `chaos, ${temperature}: ${cells.length} cells of ${calls} calls, seed ${seed}; ` +
          `the event loop was late by ${Math.round(lag.percentile(99) / 1e6)} ms (p99), ${Math.round(lag.max / 1e6)} ms at most`,
      );
      await Promise.all(open.map((desk) => desk.stop()));
      await Promise.all([bucket.stop(), table.stop()]);
    }, 1_800_000);

    afterAll(() => {
      // One call tells nothing about its cell.
      const rowOf = (cell: Cell) => (calls < 10 ? `${cell.target}, ${temperature}` : nameOfCell(cell));
      console.log(tableOf(gathered(cells, tallies, rowOf)));
    });

    it.each(cells.map((cell) => ({ ...cell, name: nameOfCell(cell) })))('$name', ({ name, ...cell }) => {
      const tally = tallies.get(name) ?? nothingTallied;
      expect(tally.calls).toBe(calls);
      // One call may be lucky, or blocked before it comes to a claim.
      if (calls >= 10 && cell.fault !== 'black hole') expect(tally.met).toBeGreaterThan(0);
      expect(tally.breaches).toEqual([]);
      expect(tally.listed).toBe(tally.owed);
      // Where every answer is one without memory, each goes on from the last.
      if (isWithoutMemory(cell)) expect(tally.again.stateless).toBe(0);
      const slowestMs = Math.max(tally.slowestMs.primary, tally.slowestMs.fallback);
      expect(slowestMs, `with an event loop late by ${Math.round(lag.max / 1e6)} ms at most`).toBeLessThan(
        temperature === 'warm' ? 3_000 : 8_000,
      );
    });
  });
};
