/** Everything that is configured, applet by applet as the primary reads it, so that both answer from the same. */
import type { Config } from '../domain/config.ts';
import { entriesOf, entry } from '../domain/entries.ts';
import type { Clock } from '../domain/ports.ts';
import { partOf } from '../domain/reach.ts';
import type { FoundConfig, Stamped, WholeConfig, WholeReading } from '../domain/snapshot-ports.ts';
import type { ConfigRead } from './config-assembly.ts';
import { readHistory } from './config-history.ts';
import { applyMs, type Revision } from './config-item.ts';
import { keys } from './config-keys.ts';
import { turningIn, withKnownAgents } from './config-parts.ts';
import { createConfigReader } from './config-reader.ts';
import { causeOf, type Table } from './dynamo.ts';
import { type Key, pathOf } from './item.ts';
import { stampOf } from './number-stamp.ts';
import { withNumbersOnce } from './stand-ins.ts';
import { readStandingRevision } from './standing-revision.ts';
import { inGroups } from './whole-reads.ts';

/** Applets that are read side by side: fast enough for hundreds, and nothing a table on demand would throttle. */
const sideBySide = 8;

/** Looks at the revision before and after: `changing` when it moved in between. Never rejects. */
export const createWholeConfig = (table: Table, clock: Clock): WholeConfig => {
  const readApplet = createConfigReader(table, 'written');

  const read: WholeConfig['read'] = async (named, lastGood, signal) => {
    const before = await readStandingRevision(table, signal);
    if (isChanging(before, clock())) return { kind: 'changing' };
    const revision = before?.revision ?? 0;
    const applied = await readHistory(table, revision, signal);
    const known = new Set([applied, lastGood].flatMap((config) => Object.keys(config?.applets ?? {})));
    const reads: AppletRead[] = [];
    for (const some of inGroups([...new Set([...known, ...named])], sideBySide)) {
      const readOne = async (applet: string) => ({
        ...(await readApplet(applet, partOfLastGood(applet, lastGood), signal)),
        isKnown: known.has(applet),
      });
      reads.push(...(await Promise.all(some.map(readOne))));
    }
    const forced = await forcedOf(before, applied, signal);
    const after = await readStandingRevision(table, signal);
    // Somebody applied something meanwhile: what was read may be half of one and half of the other.
    if (after?.revision !== before?.revision || isChanging(after, clock())) return { kind: 'changing' };
    return wholeOf(reads, {
      revision,
      applied,
      forced,
      demandsStamps: before?.stamp === true,
      marked: before?.published,
    });
  };

  const forcedOf = async (standing: Revision | undefined, applied: Config | undefined, signal: AbortSignal) => {
    if (standing?.forced === undefined) return undefined;
    const { forced: revision } = standing;
    const config = revision === standing.revision ? applied : await readHistory(table, revision, signal);
    return config && { revision, config };
  };

  return {
    read: async (...wanted) => {
      try {
        return await read(...wanted);
      } catch (error) {
        return { kind: 'unavailable', cause: causeOf(error) };
      }
    },
  };
};

/**
 * One that was cut short changes nothing any more; the next apply mends what it left. Whoever applies may have a clock that
 * is minutes off.
 */
const isChanging = (revision: Revision | undefined, nowMs: number): boolean =>
  revision?.pending !== undefined && Math.abs(nowMs - Date.parse(revision.pending.at)) < 5 * applyMs;

type AppletRead = ConfigRead & { readonly isKnown: boolean };

/** With the whole of it every applet would read every agent there is. */
const partOfLastGood = (applet: string, lastGood: Config | undefined): Config | undefined =>
  lastGood !== undefined && entry(lastGood.applets, applet) !== undefined ? partOf(lastGood, applet) : undefined;

const wholeOf = (
  reads: readonly AppletRead[],
  { revision, ...more }: Pick<FoundConfig, 'revision' | 'applied' | 'forced' | 'demandsStamps' | 'marked'>,
): WholeReading => {
  // One that somebody is adding by hand, and that leads nowhere yet, must not hold up the others.
  const unread = reads.flatMap(({ reading, broken, isKnown }) =>
    reading.kind === 'unavailable' && (isKnown || broken.length === 0) ? [reading.cause] : [],
  );
  const [cause] = unread;
  if (cause !== undefined) return { kind: 'unavailable', cause };
  const configs = reads.flatMap(({ reading }) => (reading.kind === 'found' ? [reading.config] : []));
  const [first] = configs;
  if (first === undefined) return { kind: 'empty', revision };
  const all = <T>(part: (config: Config) => Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(configs.flatMap((config) => Object.entries(part(config))));
  const reasons: Record<string, string> = Object.assign({}, ...reads.map((read) => read.reasons));
  const report = (key: Key, why: string): void => {
    reasons[pathOf(key)] ??= why;
  };
  const pools = all((config) => config.pools);
  // Whoever stands in may have a number of somebody whom none of his applets reaches.
  const agents = withNumbersOnce(
    all((config) => config.agents),
    reasons,
  );
  const rotations = { ...all((config) => config.rotations), ...all(rotationsInUse) };
  return {
    kind: 'found',
    revision,
    ...more,
    reasons,
    stamps: Object.assign({}, ...reads.map(stampsIn)),
    config: {
      settings: first.settings,
      hours: all(({ hours }) => hours),
      rotations: withKnownAgents(rotations, pools, agents, { lastGood: undefined, report }),
      agents,
      pools,
      applets: all(({ applets }) => applets),
    },
  };
};

/** Only where a pool uses it are the turns of somebody who was deleted handed on; elsewhere it is as its item says. */
const rotationsInUse = ({ pools, rotations }: Config): Config['rotations'] =>
  Object.fromEntries([...turningIn(pools)].flatMap((name) => entriesOf(name, entry(rotations, name))));

const stampsIn = ({ reading, items = [] }: ConfigRead): Record<string, Stamped> => {
  const byPath = new Map(items.map((item) => [pathOf(item), item]));
  const agents = reading.kind === 'found' ? Object.entries(reading.config.agents) : [];
  return Object.fromEntries(
    agents.flatMap(([id, { numbers }]) => {
      const item = byPath.get(pathOf(keys.agent(id)));
      return item === undefined ? [] : [[id, { has: item.stamp, fitting: stampOf(numbers) }]];
    }),
  );
};
