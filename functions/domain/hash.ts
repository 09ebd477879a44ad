/**
 * A number between 0 and 1, both exclusive, that depends on the texts alone: chance that can be replayed.
 * FNV-1a over UTF-16 units, finished with MurmurHash3's mixer so that similar ids do not get similar numbers.
 */
export const unitHash = (...texts: readonly string[]): number => {
  let hash = 0x811c9dc5;
  for (const text of texts) {
    for (let index = 0; index < text.length; index += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    // Keeps ('ab', 'c') from ('a', 'bc').
    hash = Math.imul(hash ^ 0xffff, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 2 ** 32;
};
