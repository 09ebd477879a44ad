/** Whether the time a key takes tells anything of the right one: many short rounds, each way beside the others. */
import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { isAccepted } from '../../functions/http/authenticate.ts';

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

const right = randomBytes(32).toString('base64url');
const other = (character: string | undefined): string => (character === 'A' ? 'B' : 'A');

/** `the same right key` is a run of its own: what lies between two runs of one key is noise. */
const ways = {
  right,
  'the same right key': right.slice(),
  'wrong at its first character': other(right[0]) + right.slice(1),
  'wrong at its last character': right.slice(0, -1) + other(right.at(-1)),
  'wrong in every character': 'x'.repeat(right.length),
  'above 128 bytes': 'x'.repeat(129),
} as const;
type Way = keyof typeof ways;
const names = Object.keys(ways) as Way[];

const hashes = [hashOf(right), hashOf('the next one')];
const [rounds, blocks, atOnce] = [4_000, 20, 20];

/** Microseconds for one comparison, of so many at once. */
const timed = (key: string): number => {
  const startedMs = performance.now();
  for (let count = 0; count < atOnce; count += 1) isAccepted(key, hashes);
  return ((performance.now() - startedMs) * 1000) / atOnce;
};

it('takes as long for a wrong key as for the right one, as far as noise lets anybody see, and less for one too long', () => {
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Way, number[]>;
  for (let round = -500; round < rounds; round += 1) {
    // In another order each time: what goes before leaves caches behind.
    for (const { name } of names.map((name) => ({ name, at: Math.random() })).toSorted((one, two) => one.at - two.at)) {
      const time = timed(ways[name]);
      if (round >= 0) times[name].push(time);
    }
  }

  const perBlock = rounds / blocks;
  /** How much longer than the right key, block by block. */
  const differences = (name: Way): number[] =>
    Array.from({ length: blocks }, (_, block) => {
      const [own, base] = [name, 'right' as const].map((one) =>
        median(times[one].slice(block * perBlock, (block + 1) * perBlock)),
      );
      return (own ?? 0) - (base ?? 0);
    });
  const noise = Math.max(...differences('the same right key').map(Math.abs));
  for (const name of names) {
    const [usual, apart] = [median(times[name]), median(differences(name))];
    process.stdout.write(
      `key comparison: ${usual.toFixed(3)} µs ${name}, ${apart >= 0 ? '+' : ''}${apart.toFixed(4)} µs beside the right key\n`,
    );
  }
  process.stdout.write(`key comparison: noise ${noise.toFixed(4)} µs (two runs of one key, ${blocks} blocks)\n`);
  for (const name of names.filter((one) => one.startsWith('wrong'))) {
    expect(Math.abs(median(differences(name))), name).toBeLessThanOrEqual(noise);
  }
  expect(median(times['above 128 bytes'])).toBeLessThan(median(times.right));
});
