/** Table items as a configuration. An item that is missing or broken is replaced by the last good one, and named. */
import type { Applet, Config, ConfigIdentity } from '../domain/config.ts';
import { entry } from '../domain/entries.ts';
import { firstOf } from '../domain/listed.ts';
import type { ConfigReading } from '../domain/ports.ts';
import {
  type Revision,
  readAgent,
  readApplet,
  readHours,
  readRevision,
  readRotation,
  readSettings,
} from './config-item.ts';
import { keys } from './config-keys.ts';
import { agentsIn, isPool, namedHours, namedRotations, poolsOf, withKnownAgents } from './config-parts.ts';
import { sourcesOf } from './config-sources.ts';
import type { Item } from './item.ts';
import { readStampedAgent } from './number-stamp.ts';
import { fingerprintOf } from './sha256.ts';

/** `broken` names the items that could not be used, as `pk/sk`; `reasons` says what is wrong with each. */
export type ConfigRead = {
  readonly reading: ConfigReading;
  readonly broken: readonly string[];
  readonly reasons?: Readonly<Record<string, string>>;
  /** What it was read from, where numbers are `written`. */
  readonly items?: readonly Item[];
};

/**
 * `judged`: of an agent whose numbers have no stamp of theirs the last good ones, once the publisher has judged all there
 * were. `written`: as they stand, for whoever judges them.
 */
export type Numbers = 'judged' | 'written';

/**
 * Without settings, applet or a pool of its routes there is no configuration, unless the last good one has them; an
 * agent that cannot be read is left out, because the others still ring.
 */
export const assemble = (
  appletId: string,
  items: readonly Item[],
  lastGood: Config | undefined,
  numbers: Numbers,
): ConfigRead => {
  const sources = sourcesOf(items, lastGood);
  const { has, usable, allUnder, reasons } = sources;
  const read = (reading: ConfigReading): ConfigRead => ({ reading, broken: Object.keys(reasons), reasons });
  const unusable = () =>
    read({
      kind: 'unavailable',
      cause: `not usable and no last good one: ${firstOf(Object.keys(reasons)).join(', ')}`,
    });

  const key = keys.applet(appletId);
  if (!has(key)) return { reading: { kind: 'unknown-applet' }, broken: [] };
  const settings = usable(keys.settings, readSettings, lastGood?.settings);
  const hasPool = (pool: string) => has(keys.pool(pool)) && isPool(pool, sources);
  const readWhole = (item: Item | undefined) => {
    const applet = readApplet(item);
    return applet?.routes.every(({ pool }) => hasPool(pool)) ? applet : undefined;
  };
  const applet =
    usable(key, readWhole, lastGood && entry(lastGood.applets, appletId)) ??
    withoutRoutesToNowhere(readApplet(sources.itemOf(key)), hasPool);
  if (settings === undefined || applet === undefined) return unusable();

  const pools = poolsOf(applet, sources);
  const found = {
    ...allUnder(keys.rotation, readRotation, lastGood?.rotations),
    ...namedRotations(pools, sources),
  };
  const revision = readRevision(sources.itemOf(keys.revision));
  const mustBeStamped = numbers === 'judged' && revision?.stamp === true;
  const agents = agentsIn(pools, found, sources, mustBeStamped ? readStampedAgent : readAgent);
  const rotations = withKnownAgents(found, pools, agents, sources);
  const hours = {
    ...allUnder(keys.hours, readHours, lastGood?.hours),
    ...namedHours({ applet, pools, agents, rotations }, sources),
  };
  const config = { settings, hours, rotations, agents, pools, applets: { [appletId]: applet } };
  const whole = read({ kind: 'found', config, identity: identityOf(config, revision) });
  return numbers === 'written' ? { ...whole, items } : whole;
};

/** As far as it can be followed; `undefined` when nothing is left of it. */
const withoutRoutesToNowhere = (applet: Applet | undefined, hasPool: (pool: string) => boolean): Applet | undefined => {
  const routes = applet?.routes.filter(({ pool }) => hasPool(pool)) ?? [];
  return applet === undefined || routes.length === 0 ? undefined : { ...applet, routes };
};

/** The revision says what was applied last; the hash says what was read, which somebody may have edited since. */
const identityOf = (config: Config, revision: Revision | undefined): ConfigIdentity => ({
  revision: revision?.revision ?? 0,
  hash: fingerprintOf(config),
});
