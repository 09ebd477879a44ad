/** What a configuration item is, by its key: to read it, and to find what it leads to. */
import {
  type Read,
  readAgent,
  readApplet,
  readHours,
  readMember,
  readPool,
  readRotation,
  readSettings,
} from '../../functions/adapters/config-item.ts';
import { type Item, type Key, keys } from '../../functions/adapters/config-keys.ts';

export const readers = {
  settings: readSettings,
  hours: readHours,
  rotation: readRotation,
  agent: readAgent,
  pool: readPool,
  member: readMember,
  applet: readApplet,
} satisfies Record<string, Read<unknown>>;

export type Kind = keyof typeof readers;

/** The name is that of the pool for a member. */
export type Place = { readonly kind: Kind; readonly name: string };

/** `undefined` for what is no configuration. */
export const placeOf = ({ pk, sk }: Key): Place | undefined => {
  const after = (kind: Kind, prefix: string, text: string): Place[] =>
    text.startsWith(prefix) ? [{ kind, name: text.slice(prefix.length) }] : [];
  const places =
    pk === keys.settings.pk
      ? [
          ...(sk === keys.settings.sk ? [{ kind: 'settings', name: '' } as const] : []),
          ...after('hours', keys.hours('').sk, sk),
          ...after('rotation', keys.rotation('').sk, sk),
        ]
      : [
          ...after('agent', keys.agent('').pk, pk),
          ...after('applet', keys.applet('').pk, pk),
          ...after(sk === keys.pool('').sk ? 'pool' : 'member', keys.pool('').pk, pk),
        ];
  return places[0];
};

/** The items that this one refers to, save hours and rotations, which stand with the settings. */
export const leadsTo = (item: Key & Item): Key[] => {
  switch (placeOf(item)?.kind) {
    case 'rotation':
      return (readRotation(item)?.agents ?? []).map(keys.agent);
    case 'pool':
      return (readPool(item)?.overflow ?? []).map(keys.pool);
    case 'member': {
      const agent = readMember(item)?.agent;
      return agent === undefined ? [] : [keys.agent(agent)];
    }
    case 'applet':
      return (readApplet(item)?.routes ?? []).map(({ pool }) => keys.pool(pool));
    default:
      return [];
  }
};
