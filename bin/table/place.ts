/** Which part of the configuration an item is: the way back of `keys`. Pure. */
import type { Key } from '../../functions/adapters/item.ts';

export type Place =
  | { readonly kind: 'settings' }
  | { readonly kind: 'hours' | 'rotation' | 'agent' | 'pool' | 'applet'; readonly name: string }
  /** A rotation among the members of a pool is `rotation:NAME`. */
  | { readonly kind: 'member' | 'override'; readonly pool: string; readonly name: string };

/** `undefined` for what is none: what the table stands at, its history, and what calls leave. */
export const placeOf = ({ pk, sk }: Key): Place | undefined => {
  const [owner, name] = parted(pk);
  const [part, own] = parted(sk);
  switch (`${owner}/${part}`) {
    case 'CONFIG/SETTINGS':
      return { kind: 'settings' };
    case 'CONFIG/HOURS':
      return { kind: 'hours', name: own };
    case 'CONFIG/ROTATION':
      return { kind: 'rotation', name: own };
    case 'AGENT/META':
      return { kind: 'agent', name };
    case 'POOL/META':
      return { kind: 'pool', name };
    case 'APPLET/META':
      return { kind: 'applet', name };
    case 'POOL/MEMBER':
      return { kind: 'member', pool: name, name: own };
    case 'POOL/OVERRIDE':
      return { kind: 'override', pool: name, name: own };
    default:
      return undefined;
  }
};

const parted = (key: string): readonly [what: string, whose: string] => {
  const at = key.indexOf('#');
  return at === -1 ? [key, ''] : [key.slice(0, at), key.slice(at + 1)];
};
