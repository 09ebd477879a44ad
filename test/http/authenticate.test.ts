import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { isAccepted, keysFrom } from '../../functions/http/authenticate.ts';

const hash = 'a'.repeat(64);

it('hashes are read from a list with commas, in any case and spacing', () => {
  expect(keysFrom(` ${hash.toUpperCase()}, ${'b'.repeat(64)},`)).toEqual({
    kind: 'hashes',
    hashes: [hash, 'b'.repeat(64)],
  });
});

it('no hashes means that nobody is let in, and not that everybody is', () => {
  expect(keysFrom('')).toEqual({ kind: 'hashes', hashes: [] });
});

it.each(['secret', hash.slice(1), `${hash}0`, 'g'.repeat(64)])(
  'a key instead of its hash is refused without being shown',
  (wrong) => {
    expect(() => keysFrom(`${hash},${wrong}`)).toThrow(/entry 2 is not a SHA-256 hash/);
    expect(() => keysFrom(wrong)).not.toThrow(wrong);
  },
);

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

it('a key is accepted as long as its hash is among them, up to 128 bytes', () => {
  const [older, newer] = ['k'.repeat(43), 'n'.repeat(128)];
  expect([older, newer].map((key) => isAccepted(key, [hashOf(older), hashOf(newer)]))).toEqual([true, true]);
  expect(isAccepted(older, [hashOf(newer)])).toBe(false);
  expect(isAccepted(undefined, [hashOf('')])).toBe(false);
});

it('a longer one is refused whatever its hash is, counted in bytes', () => {
  for (const key of ['k'.repeat(129), '\u00e9'.repeat(65), 'k'.repeat(10_240)]) {
    expect(isAccepted(key, [hashOf(key)])).toBe(false);
  }
});

it('a key of other characters than ours is just wrong', () => {
  for (const key of ['\u0915\u0941\u0902\u091c\u0940', '\u{1f511}', '\u0000', '\ud800', ' '.repeat(43), '']) {
    expect(isAccepted(key, [hashOf('k'.repeat(43))])).toBe(false);
  }
});
