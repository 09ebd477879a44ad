/** What is allowed and yet may not be meant. A warning never stops anybody. */
import { poolsFrom } from '../../functions/domain/candidates.ts';
import type { Config } from '../../functions/domain/config.ts';
import { regularNumbersOf } from '../../functions/domain/dialable-numbers.ts';
import { entry } from '../../functions/domain/entries.ts';
import { dayTime } from '../terminal/times.ts';
import { appletCover, hasHours, spansOf } from './coverage.ts';
import { unreachableRoutes } from './routes.ts';
import { type Cover, nobody, several, type Week } from './week.ts';

export type Warning = {
  readonly kind: 'alone' | 'uncovered day' | 'in no pool' | 'unreachable route' | 'unreachable pool' | 'shrinks';
  /** `pool sales`, `agent asha`, `applet main` */
  readonly about: string;
  readonly what: string;
  /** It was so before, and the file does not change it. */
  readonly isOld: boolean;
};

type Found = Omit<Warning, 'isOld'>;

/** `published` is what the fallback has, and `losses` whatever shrinks by more than half since then: it does not follow. */
export const warningsOf = (before: Week, after: Week, published: Config, losses: readonly string[]): Warning[] => {
  const old = new Set(foundIn(before).map(keyOf));
  const refused = losses.map(
    (loss): Found => ({
      kind: 'shrinks',
      about: loss.split(' ').slice(0, 2).join(' '),
      what: `${loss}: the fallback will not follow unless you apply with --force`,
    }),
  );
  const halves = halvedBetween(published, after.config, after.moments[0] ?? 0);
  return [
    ...[...refused, ...halves].map((found) => ({ ...found, isOld: false })),
    ...foundIn(after).map((found) => ({ ...found, isOld: old.has(keyOf(found)) })),
  ];
};

/** Of more than half the fallback has its own opinion. */
const halvedBetween = (before: Config, after: Config, nowMs: number): Found[] =>
  Object.entries(before.pools).flatMap(([id, pool]): Found[] => {
    const next = entry(after.pools, id);
    const had = regularNumbersOf([pool], before, nowMs).size;
    const has = next === undefined ? 0 : regularNumbersOf([next], after, nowMs).size;
    if (has === 0 || has * 2 !== had) return [];
    return [
      { kind: 'shrinks', about: `pool ${id}`, what: `pool ${id} shrinks by half, from ${had} numbers to ${has}` },
    ];
  });

const keyOf = ({ kind, about, what }: Found): string => JSON.stringify([kind, about, kind === 'alone' ? '' : what]);

const foundIn = (week: Week): Found[] => [
  ...alone(week),
  ...uncoveredDays(week),
  ...inNoPool(week.config),
  ...unreachableRoutes(week),
  ...unreachablePools(week.config),
];

/** Pools that a route leads to; others are only where these overflow. */
const calledPools = ({ pools, applets }: Config): string[] => {
  const called = new Set(Object.values(applets).flatMap(({ routes }) => routes.map(({ pool }) => pool)));
  return Object.keys(pools).filter((pool) => called.has(pool));
};

const alone = (week: Week): Found[] =>
  calledPools(week.config).flatMap((id): Found[] => {
    const cover = week.cover(id);
    const first = cover.findIndex((index) => index !== nobody && index !== several);
    const index = cover[first] ?? nobody;
    const span = spansOf(week.moments, (moment) => cover[moment] === index)[0];
    if (index === nobody || span === undefined) return [];
    const agent = week.nameOf(index);
    const from = span.fromMs === week.moments[0] ? 'now' : timeIn(week, span.fromMs);
    const what = `from ${from} to ${timeIn(week, span.toMs)} ${agent} is the only one whom callers of pool ${id} can reach`;
    return [{ kind: 'alone', about: `pool ${id}`, what }];
  });

/** Of pools that are called at any hour, and of applets that choose by the hour. */
const uncoveredDays = (week: Week): Found[] => {
  const { pools, applets } = week.config;
  const always = new Set(
    Object.values(applets).flatMap(({ routes }) =>
      routes.filter(({ when }) => when.hours === undefined).map(({ pool }) => pool),
    ),
  );
  const byHour = Object.keys(applets).filter((id) => hasHours(applets[id] ?? { fetch: 'each', routes: [] }));
  const days = wholeDays(week);
  return [
    ...Object.keys(pools)
      .filter((id) => always.has(id))
      .flatMap((id) => daysWithout(week.cover(id), days, `pool ${id}`)),
    ...byHour.flatMap((id) => daysWithout(appletCover(id, week), days, `applet ${id}`)),
  ];
};

type Days = ReadonlyMap<string, readonly number[]>;

const daysWithout = (cover: Cover, days: Days, about: string): Found[] =>
  [...days]
    .filter(([, moments]) => moments.every((moment) => cover[moment] === nobody))
    .map(([day]) => ({ kind: 'uncovered day', about, what: `nobody covers ${day} in ${about}` }));

/** The moments of each day of which all are seen, by its name: `Sunday (29 Nov)`. */
const wholeDays = ({ config, moments }: Week): Days => {
  const timeZone = config.settings.timeZone;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', day: '2-digit', month: 'short' });
  const days = Map.groupBy(
    moments.map((_, moment) => moment),
    (moment) => {
      const parts = new Map(format.formatToParts(moments[moment]).map(({ type, value }) => [type, value]));
      return `${parts.get('weekday')} (${parts.get('day')} ${parts.get('month')})`;
    },
  );
  // A day has 96 quarters, and four fewer where the clock is put forward.
  return new Map([...days].filter(([, all]) => all.length >= 92));
};

const inNoPool = ({ agents, pools, rotations }: Config): Found[] => {
  const all = Object.values(pools);
  const turning = all.flatMap(({ members }) => members.flatMap(({ rotation }) => rotation ?? []));
  const placed = new Set([
    ...all.flatMap(({ members, overrides }) => [
      ...members.flatMap(({ agent }) => agent ?? []),
      ...overrides.filter(({ duty }) => duty === 'in').map(({ agent }) => agent),
    ]),
    ...[...new Set(turning)].flatMap((name) => entry(rotations, name)?.agents ?? []),
  ]);
  return Object.keys(agents)
    .filter((agent) => !placed.has(agent))
    .map((agent) => ({
      kind: 'in no pool',
      about: `agent ${agent}`,
      what: `agent ${agent} is in no pool: nobody rings him`,
    }));
};

const unreachablePools = (config: Config): Found[] => {
  const reached = new Set(calledPools(config).flatMap((pool) => poolsFrom(pool, config).map(({ id }) => id)));
  return Object.keys(config.pools)
    .filter((pool) => !reached.has(pool))
    .map((pool) => ({
      kind: 'unreachable pool',
      about: `pool ${pool}`,
      what: `no route leads to pool ${pool}, and no pool overflows to it`,
    }));
};

const timeIn = ({ config }: Week, atMs: number): string => dayTime(atMs, config.settings.timeZone);
