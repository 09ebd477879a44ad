import { expect, it } from 'vitest';
import { readKeyHashes } from '../../functions/http/authenticate.ts';

const hash = 'a'.repeat(64);

it('hashes are read from a list with commas, in any case and spacing', () => {
  expect(readKeyHashes(` ${hash.toUpperCase()}, ${'b'.repeat(64)},`)).toEqual({
    kind: 'hashes',
    hashes: [hash, 'b'.repeat(64)],
  });
});

it('no hashes means that nobody is let in, and not that everybody is', () => {
  expect(readKeyHashes('')).toEqual({ kind: 'hashes', hashes: [] });
});

it.each(['secret', hash.slice(1), `${hash}0`, 'g'.repeat(64)])(
  'a key instead of its hash is refused without being shown',
  (wrong) => {
    expect(() => readKeyHashes(`${hash},${wrong}`)).toThrow(/entry 2 is not a SHA-256 hash/);
    expect(() => readKeyHashes(wrong)).not.toThrow(wrong);
  },
);
