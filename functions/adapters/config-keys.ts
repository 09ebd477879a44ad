/** Where each item of the configuration stands in the table. */
import type { Member } from '../domain/pool.ts';
import { type Item, type Key, pathOf } from './item.ts';

/** By the names in their keys, those of the items that stand under a key and can be read. */
export const entriesUnder = <T>(
  key: (name: string) => Key,
  read: (item: Item | undefined) => T | undefined,
  items: readonly Item[],
): Record<string, T> => {
  const prefix = pathOf(key(''));
  const under = items.filter((item) => pathOf(item).startsWith(prefix));
  const values = under.map((item) => [pathOf(item).slice(prefix.length), read(item)] as const);
  return Object.fromEntries(values.filter((value): value is [string, T] => value[1] !== undefined));
};

export const keys = {
  revision: { pk: 'CONFIG', sk: 'REVISION' },
  settings: { pk: 'CONFIG', sk: 'SETTINGS' },
  hours: (name: string) => ({ pk: 'CONFIG', sk: `HOURS#${name}` }),
  rotation: (name: string) => ({ pk: 'CONFIG', sk: `ROTATION#${name}` }),
  applet: (applet: string) => ({ pk: `APPLET#${applet}`, sk: 'META' }),
  pool: (pool: string) => ({ pk: `POOL#${pool}`, sk: 'META' }),
  member: (pool: string, agent: string) => ({ pk: `POOL#${pool}`, sk: `MEMBER#${agent}` }),
  override: (pool: string, agent: string) => ({ pk: `POOL#${pool}`, sk: `OVERRIDE#${agent}` }),
  agent: (agent: string) => ({ pk: `AGENT#${agent}`, sk: 'META' }),
} as const;

/** No agent is called `rotation:…`: a colon has no place in an id. */
export const memberKey = (pool: string, { agent, rotation }: Member): Key =>
  keys.member(pool, agent ?? `rotation:${rotation}`);
