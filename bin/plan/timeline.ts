/** What is open and whose turn it is: now, and at every quarter of the next eight days, which show each weekday whole. */
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { type Rotation, turnAt } from '../../functions/domain/rotation.ts';
import { type Hours, isOpen } from '../../functions/domain/schedule.ts';

const quarterMs = 15 * 60_000;
const quarters = (8 * 24 * 3600_000) / quarterMs;

export type Timeline = {
  /** The first is now, the others are quarters of the hour. */
  readonly moments: readonly number[];
  /** 1 at each moment at which these hours are open. */
  readonly open: (hours: Hours) => Uint8Array;
  /** Whose turn it is at each moment, nobody's outside the hours of the rotation. */
  readonly turns: (rotation: Rotation, hours: Config['hours']) => readonly (string | undefined)[];
};

/** Remembers by content, so that what is the same before and after, or in many pools, is looked at once. */
export const timelineFrom = (nowMs: number): Timeline => {
  const first = (Math.floor(nowMs / quarterMs) + 1) * quarterMs;
  const moments = [nowMs, ...Array.from({ length: quarters }, (_, step) => first + step * quarterMs)];
  const open = remember(
    (hours: Hours) => JSON.stringify(hours),
    (hours: Hours) => Uint8Array.from(moments, (atMs) => (isOpen(hours, atMs) ? 1 : 0)),
  );
  const turns = remember(
    ({ rotation, own }: Rota) => JSON.stringify([rotation, own]),
    ({ rotation, own, hours }: Rota) => {
      const opened = own === undefined ? undefined : open(own);
      return turnsAt(moments, (atMs) => turnAt(rotation, hours, atMs)).map((agent, index) =>
        opened === undefined || opened[index] === 1 ? agent : undefined,
      );
    },
  );
  return {
    moments,
    open,
    turns: (rotation, hours) =>
      turns({ rotation, hours, own: rotation.hours === undefined ? undefined : entry(hours, rotation.hours) }),
  };
};

type Rota = { readonly rotation: Rotation; readonly hours: Config['hours']; readonly own: Hours | undefined };

/** A turn lasts a day at least: where both ends of six hours are the same person's, all of them are. */
const turnsAt = (
  moments: readonly number[],
  turn: (atMs: number) => string | undefined,
): readonly (string | undefined)[] => {
  const all: (string | undefined)[] = [];
  const step = 24;
  for (let from = 0; from < moments.length; from += step) {
    const block = moments.slice(from, from + step);
    const [start, end] = [turn(block[0] ?? 0), turn(block.at(-1) ?? 0)];
    all.push(...block.map((atMs) => (start === end ? start : turn(atMs))));
  }
  return all;
};

const remember = <From, To>(keyOf: (from: From) => string, compute: (from: From) => To): ((from: From) => To) => {
  const known = new Map<string, To>();
  return (from) => {
    const key = keyOf(from);
    const value = known.get(key) ?? compute(from);
    known.set(key, value);
    return value;
  };
};
