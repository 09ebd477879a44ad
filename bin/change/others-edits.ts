/**
 * What somebody else applied from a file since the revision that this file goes by, and this file has as it was before: whoever
 * applies an older checkout undoes it without knowing.
 *
 * A file does not say which revision it was made of. Two things tell. A revision that the same person applied from a file
 * was his file then, so what he takes back of it he means. And a file that has anything a revision brought was made of that
 * revision or a later one, so what it has otherwise is an edit. The newest revision of either kind is what a file goes by: an
 * edit of what was applied last, by whomever, is never asked about. Of what came later only what the file has exactly as it was
 * is told, field by field: a third value is an edit of somebody who looked.
 *
 * Asked in vain is only whoever knows the last revision of somebody else and takes back all of it, and nothing but that. Not
 * asked, although he loses something: whoever applies under the same name as the other, such as a build server's, and whoever has
 * by chance written one of the things that a revision brought and lacks the others.
 */
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Item, Key } from '../../functions/adapters/item.ts';
import { fieldsBetween, itemsOf, sameContent } from '../table/items.ts';
import { editOf, isSame, itemsIn, type Revised, type RevisedEdit, type State, stateOf } from '../table/revised.ts';
import { isFromFile, readRevised } from './quick-edits.ts';

type Items = readonly (Key & Item)[];

/**
 * So many revisions are read before the one made from a file last, each a whole configuration, one after another. Usually it
 * is none or one; a file that is older is told of what came after the oldest of them.
 */
const mostBehind = 5;

/** From the revision that the file goes by, as far as that can be told, to `last`, which was made from a file. */
export const readBehind = async (
  table: Table,
  last: Revised | undefined,
  file: Items,
  by: string,
): Promise<readonly Revised[]> => {
  if (last === undefined) return [];
  const chain: [Revised, ...Revised[]] = [last];
  while (chain.length <= mostBehind && !isOwn(chain[0], by)) {
    const before = await readRevised(table, chain[0].follows);
    if (before === undefined || goesBy({ last: chain[0], before, file, by })) break;
    chain.unshift(before);
  }
  return chain;
};

/** Does whoever applies this file know of the revision `last`, which was made on `before`? Pure. */
export const goesBy = ({
  last,
  before,
  file,
  by,
}: {
  readonly last: Revised;
  readonly before: Revised;
  readonly file: Items;
  readonly by: string;
}): boolean => {
  if (isOwn(last, by)) return true;
  // Who has repeated a quick edit in his file need not know what a file did before it.
  if (!isFromFile(last)) return false;
  const [had, has, will] = [stateOf(itemsOf(before.config)), stateOf(itemsOf(last.config)), stateOf(file)];
  return itemsIn(had, has).some((item) => isAnyTaken(had.get(item), has.get(item), will.get(item)));
};

const isOwn = (revised: Revised, by: string): boolean => isFromFile(revised) && revised.by === by;

/** Of what happened to an item from `had` to `has`: is any of it in `will`? */
const isAnyTaken = (had: Item | undefined, has: Item | undefined, will: Item | undefined): boolean =>
  !isSame(had, has) && (isWhole(had, has, will) ? isSame(has, will) : fieldsLike(had, has, will).length > 0);

/** It came or went, or is the order of a pool; otherwise it has fields that are another. */
const isWhole = (had: Item | undefined, has: Item | undefined, will: Item | undefined): boolean =>
  [had, has, will].some((item) => item === undefined || item.order !== undefined);

/** Fields that are not the same in both of the first two, and in the third as in the second. */
const fieldsLike = (had: Item | undefined, has: Item | undefined, will: Item | undefined): string[] =>
  fieldsBetween(had, has).filter((field) => isAnEdit(field) && sameContent(has?.[field], will?.[field]));

/** An offset is how a rotation keeps its turn, whatever the file says. */
const isAnEdit = (field: string): boolean => field !== 'offset';

/** What `wanted` undoes of what was made since the first of these revisions; the last one stands. Pure. */
export const othersEditsIn = (chain: readonly Revised[], wanted: Items): RevisedEdit[] => {
  if (chain.length < 2) return [];
  const states = chain.map(({ config }) => stateOf(itemsOf(config)));
  const [first, last, will] = [states[0], states.at(-1), stateOf(wanted)];
  if (first === undefined || last === undefined) return [];
  return itemsIn(first, last)
    .flatMap((item) => undoneIn(item, chain, { states, first, last, will }))
    .toSorted((one, other) => one.revision - other.revision);
};

const undoneIn = (
  item: string,
  chain: readonly Revised[],
  {
    states,
    first,
    last,
    will,
  }: { readonly states: readonly State[] } & Readonly<Record<'first' | 'last' | 'will', State>>,
): RevisedEdit[] => {
  const [had, has, next] = [first.get(item), last.get(item), will.get(item)];
  if (isSame(had, has)) return [];
  if (isWhole(had, has, next)) return isSame(had, next) ? [editOf(item, chain, states)] : [];
  const fields = new Set(fieldsLike(has, had, next));
  return fields.size === 0 ? [] : [editOf(item, chain, states, (field) => fields.has(field))];
};
