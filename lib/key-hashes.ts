/** Which access keys the handlers accept, as read from CDK context: only hashes are ever written down or deployed. */

/** Everything that asks for a key; each can have keys of its own. */
export const sides = ['primary', 'fallback', 'events'] as const;

export type Side = (typeof sides)[number];

/** Accepted keys per side, as lower-case SHA-256 hashes in hex. An empty list refuses every request. */
export type KeyHashes = Record<Side, string[]>;

/** Lambda's environment holds 4 KB in all and a hash takes 65 bytes: rotating needs two, twenty leave room for the rest. */
export const maxHashes = 20;

const remedy = 'A key hash is the SHA-256 of the key, 64 hexadecimal characters. Make one with: npx dial-whom keys new';

/** A hash in its one form. Says where and how long a wrong entry is, never what: it may be the key itself. */
const hashFrom = (value: unknown, where: string): string => {
  const text = typeof value === 'string' ? value.trim() : '';
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  const found = typeof value === 'string' ? `${text.length} characters` : `a ${typeof value}`;
  throw new Error(`CDK context ${where} is not a key hash (it has ${found}). ${remedy}`);
};

const listFrom = (value: unknown, where: string): string[] => {
  const entries = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : undefined;
  if (!entries) throw new Error(`CDK context ${where} must be a list or a comma-separated string. ${remedy}`);
  const given = entries.filter((entry) => typeof entry !== 'string' || entry.trim() !== '');
  const hashes = [...new Set(given.map((entry, index) => hashFrom(entry, `${where}, entry ${index + 1},`)))];
  if (hashes.length > maxHashes) {
    throw new Error(`CDK context ${where} has ${hashes.length} hashes; at most ${maxHashes} fit. Remove retired keys.`);
  }
  return hashes;
};

/** `-c` hands over text; a list or an object in it is JSON. */
const parsed = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch (cause) {
    throw new Error('CDK context keyHashes looks like JSON but cannot be read. Quote the whole value for your shell.', {
      cause,
    });
  }
};

/**
 * Reads `keyHashes`: a comma-separated string or a list for all sides, or an object with one of these per side.
 * Missing means none. Throws with what is wrong and what to do about it.
 */
export const readKeyHashes = (context: unknown): KeyHashes => {
  const value = parsed(context) ?? '';
  if (typeof value !== 'object' || Array.isArray(value)) {
    const all = listFrom(value, 'keyHashes');
    return { primary: all, fallback: all, events: all };
  }
  const unknownSide = Object.keys(value).find((key) => !sides.includes(key as Side));
  if (unknownSide !== undefined) {
    throw new Error(`CDK context keyHashes has the unknown entry "${unknownSide}". Use ${sides.join(', ')}.`);
  }
  const of = (side: Side): string[] => listFrom((value as Partial<KeyHashes>)[side] ?? [], `keyHashes.${side}`);
  return { primary: of('primary'), fallback: of('fallback'), events: of('events') };
};
