/** Which part of the configuration an item is: the way back of `keys`. Pure. */
import { keys } from '../../functions/adapters/config-keys.ts';
import type { Key } from '../../functions/adapters/item.ts';

export type Place =
  | { readonly kind: 'settings' }
  | { readonly kind: 'hours' | 'rotation' | 'agent' | 'pool' | 'applet'; readonly name: string }
  /** A rotation among the members of a pool is `rotation:NAME`. */
  | { readonly kind: 'member' | 'override'; readonly pool: string; readonly name: string }
  /** Where only configuration stands, under a name that nobody reads: mistyped, say. */
  | { readonly kind: 'unknown' };

/** `undefined` for what is none: what the table stands at, its history, what calls leave, copies that somebody keeps. */
export const placeOf = ({ pk, sk }: Key): Place | undefined => {
  const [owner, name] = parted(pk);
  const [part, own] = parted(sk);
  switch (`${owner}/${part}`) {
    case 'CONFIG/SETTINGS':
      return { kind: 'settings' };
    case 'CONFIG/HOURS#':
      return { kind: 'hours', name: own };
    case 'CONFIG/ROTATION#':
      return { kind: 'rotation', name: own };
    case 'AGENT#/META':
      return { kind: 'agent', name };
    case 'POOL#/META':
      return { kind: 'pool', name };
    case 'APPLET#/META':
      return { kind: 'applet', name };
    case 'POOL#/MEMBER#':
      return { kind: 'member', pool: name, name: own };
    case 'POOL#/OVERRIDE#':
      return { kind: 'override', pool: name, name: own };
    default:
      return pk === keys.settings.pk && sk !== keys.revision.sk ? { kind: 'unknown' } : undefined;
  }
};

/** `POOL#sales` as `POOL#` and `sales`, `META` as it is. */
const parted = (key: string): readonly [what: string, whose: string] => {
  const end = key.indexOf('#') + 1;
  return end === 0 ? [key, ''] : [key.slice(0, end), key.slice(end)];
};
