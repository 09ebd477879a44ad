import { createHash, randomBytes } from 'node:crypto';

/** As many bytes of randomness as are asked for. */
export type Random = (bytes: number) => Uint8Array;

export type Key = { readonly key: string; readonly hash: string };

/**
 * A key of 256 bits that goes into a URL as it is. Begins with `dw_`, so that it is known for what it is where it does
 * not belong, and is never taken for the hash of one.
 */
export const makeKey = (random: Random = randomBytes): Key => {
  const key = `dw_${Buffer.from(random(32)).toString('base64url')}`;
  return { key, hash: createHash('sha256').update(key).digest('hex') };
};

/** By what people tell keys apart: the hash is no secret, the key is. */
export const idOf = (hash: string): string => hash.slice(0, 8);
