/**
 * In which order items may be written, so that the table is valid at every moment: what is referred to before what refers
 * to it, and away the other way round. What belongs to one step may be written side by side. Pure.
 */
import { readPool } from '../../functions/adapters/config-item.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import { type Item, type Key, pathOf } from '../../functions/adapters/item.ts';
import { byPath, type Changes } from '../table/items.ts';
import { placeOf } from '../table/place.ts';

export type Write =
  | { readonly PutRequest: { readonly Item: Item } }
  | { readonly DeleteRequest: { readonly Key: Key } };

export const stepsOf = ({ put, remove }: Changes): (readonly Write[])[] => {
  const depthOf = depthsOf(put);
  return [
    ...inSteps(put, (item) => [rankOf(item), depthOf(item)]).map((step) =>
      step.map((Item) => ({ PutRequest: { Item } })),
    ),
    ...inSteps(remove, (key) => [rankOf(key), 0])
      .toReversed()
      .map((step) => step.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }))),
  ];
};

type Place = readonly [rank: number, depth: number];

const inSteps = <T>(all: readonly T[], placeOf: (one: T) => Place): T[][] =>
  [...Map.groupBy(all, (one) => placeOf(one).join())]
    .map(([, step]) => ({ step, place: placeOf(step[0] as T) }))
    .sort((one, other) => one.place[0] - other.place[0] || one.place[1] - other.place[1])
    .map(({ step }) => step);

const ranks = {
  settings: 0,
  hours: 0,
  unknown: 0,
  agent: 1,
  rotation: 2,
  member: 3,
  override: 3,
  pool: 4,
  applet: 5,
} as const;

const rankOf = (item: Key): number => ranks[placeOf(item)?.kind ?? 'applet'];

/** How many pools that are written as well stand one behind the other after this one. */
const depthsOf = (put: Changes['put']): ((item: Key & Item) => number) => {
  const written = byPath(put);
  const depths = new Map<string, number>();
  const depthOf = (item: Key & Item): number => {
    const path = pathOf(item);
    const known = depths.get(path);
    if (known !== undefined || placeOf(item)?.kind !== 'pool') return known ?? 0;
    // For the length of its own reckoning, should pools overflow in a circle.
    depths.set(path, 0);
    const next = (readPool(item)?.overflow ?? []).flatMap((name) => written.get(pathOf(keys.pool(name))) ?? []);
    const depth = Math.max(0, ...next.map((one) => 1 + depthOf(one)));
    depths.set(path, depth);
    return depth;
  };
  return depthOf;
};
