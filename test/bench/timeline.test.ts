import { expect, it } from 'vitest';
import { aBucket, takeAll } from '../../bin/bench/scale/bucket.ts';
import { chanceFrom } from '../../bin/bench/scale/chance.ts';
import { aTimeline, type Process } from '../../bin/bench/scale/timeline.ts';

it('whatever waits goes on in the order of time, and of equals in the order they began', () => {
  const timeline = aTimeline();
  const seen: number[] = [];
  const chance = chanceFrom('a');
  function* waits(): Process {
    for (let times = 0; times < 3; times += 1) {
      yield Math.floor(chance() * 100);
      seen.push(timeline.now());
    }
  }
  for (let count = 0; count < 500; count += 1) timeline.start(waits());
  timeline.run();
  expect(seen).toHaveLength(1_500);
  expect(seen).toEqual([...seen].sort((one, other) => one - other));

  const order: string[] = [];
  function* named(name: string): Process {
    order.push(name);
    yield* [];
  }
  for (const name of ['first', 'second', 'third']) timeline.start(named(name), 1_000);
  timeline.run();
  expect(order).toEqual(['first', 'second', 'third']);
});

it('a bucket gives what is in it, fills again with time, and gives all that is wanted or nothing', () => {
  const [bucket, other] = [aBucket(10), aBucket(1)];
  expect(takeAll([[bucket, 8]], 0)).toBe(true);
  expect(takeAll([[bucket, 8]], 500)).toBe(false);
  expect(takeAll([[bucket, 8]], 600)).toBe(true);
  expect(
    takeAll(
      [
        [bucket, 1],
        [other, 2],
      ],
      10_000,
    ),
  ).toBe(false);
  expect(takeAll([[bucket, 10]], 10_000)).toBe(true);
  expect([bucket.taken, bucket.refused, other.taken, other.refused]).toEqual([26, 1, 0, 1]);
});
