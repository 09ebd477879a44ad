/** What may happen to the accepted hashes. Pure: nothing is written here. */
import { type KeyHashes, maxHashes, type Side, sides } from '../../lib/key-hashes.ts';
import { type Refused, refused } from '../whole-file.ts';
import { idOf } from './key.ts';

export type Changed = { readonly kind: 'changed'; readonly hashes: KeyHashes };

/** One more key for these sides; those they have stay valid. */
export const addHash = (hashes: KeyHashes, hash: string, to: readonly Side[]): Changed | Refused => {
  const full = to.filter((side) => hashes[side].length >= maxHashes);
  if (full.length > 0) {
    return refused(
      `${listed(full)} ${full.length === 1 ? 'has' : 'have'} ${maxHashes} keys, which is all that fits: retire one first (npx dial-whom keys list)`,
    );
  }
  return changed(hashes, to, (of) => [...of, hash]);
};

export type Retired = Changed & { readonly from: readonly Side[] };

/** Without that key; the last one of a side goes only if that is meant. */
export const retireHash = (
  hashes: KeyHashes,
  id: string,
  from: readonly Side[],
  { lastToo }: { readonly lastToo: boolean },
): Retired | Refused => {
  const matches = [...new Set(from.flatMap((side) => hashes[side]))].filter((hash) => idOf(hash) === id);
  const [hash] = matches;
  if (hash === undefined) {
    const ids = idsOf(hashes, from);
    return refused(`${listed(from)}: no key ${id}; there ${ids.length === 0 ? 'is none' : `are ${ids.join(', ')}`}`);
  }
  if (matches.length > 1) return refused(`${matches.length} hashes begin with ${id}: take the right one out by hand`);
  const having = from.filter((side) => hashes[side].includes(hash));
  const emptied = having.filter((side) => hashes[side].length === 1);
  if (emptied.length > 0 && !lastToo) {
    return refused(
      `${id} is the only key of ${listed(emptied)}: without one, everything is answered with 403. Make another one first (npx dial-whom keys new), or add --yes`,
    );
  }
  return { ...changed(hashes, having, (of) => of.filter((one) => one !== hash)), from: having };
};

/** Of the keys that these sides accept, each once. */
export const idsOf = (hashes: KeyHashes, of: readonly Side[]): string[] => [
  ...new Set(of.flatMap((side) => hashes[side].map(idOf))),
];

/** `primary, fallback and events` */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const changed = (hashes: KeyHashes, of: readonly Side[], change: (hashes: string[]) => string[]): Changed => {
  const after = (side: Side): string[] => (of.includes(side) ? change(hashes[side]) : hashes[side]);
  const [primary, fallback, events] = sides.map(after) as [string[], string[], string[]];
  return { kind: 'changed', hashes: { primary, fallback, events } };
};
