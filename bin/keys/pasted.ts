import type { Side } from '../../lib/key-hashes.ts';
import type { Deployment } from './outputs.ts';

export type Pasted = { readonly side: Side; readonly where: string; readonly url: string };

/** Every URL that holds the key of these sides, and where Exotel wants it. */
export const urlsToPaste = (
  { urls }: Deployment,
  { sides, applet, key }: { readonly sides: readonly Side[]; readonly applet: string; readonly key: string },
): Pasted[] => {
  const all: readonly (readonly [Side, string, string])[] = [
    ['primary', 'Connect applet, Primary URL', applet],
    ['fallback', 'Connect applet, Fallback URL', applet],
    ['events', "Connect applet, URL for its agents' popups", 'agent'],
    ['events', 'Passthru applets, async', 'passthru'],
    ['events', 'calls by API, StatusCallback', 'status'],
  ];
  return all
    .filter(([side]) => sides.includes(side))
    .map(([side, where, segment]) => ({ side, where, url: `${urls[side]}/${segment}?key=${key}` }));
};
