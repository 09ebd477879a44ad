/** May a configuration take the place of the one the fallback answers from? What would lose people has to be meant. */
import { poolsFrom } from './candidates.ts';
import type { Config } from './config.ts';
import { regularNumbersOf } from './dialable-numbers.ts';
import { entry } from './entries.ts';
import { judgeNumber } from './number-policy.ts';

/** Numbers that must not be dialled, unless the published configuration has them as well: in words, nothing if there are none. */
export const wrongNumbersIn = (next: Config, published: Config | undefined): string[] => {
  const known = new Set(published === undefined ? [] : refusedIn(published));
  return refusedIn(next).filter((wrong) => !known.has(wrong));
};

/** Judged anew, because items may be edited by hand. Other mistakes the primary works around, and both shall ring the same people. */
const refusedIn = ({ settings, agents }: Config): string[] => {
  const refused = (numbers: readonly string[], place: string) =>
    numbers.flatMap((number, index) => {
      const verdict = judgeNumber(number, settings.numberPolicy);
      return verdict.kind === 'refused' ? [`${place}.${index}: ${verdict.why}`] : [];
    });
  return [
    ...refused(settings.lastResort, 'settings.lastResort'),
    ...Object.entries(agents).flatMap(([id, { numbers }]) => refused(numbers, `agents.${id}.numbers`)),
  ];
};

/**
 * Pools with less than half of the numbers they had or gone with them, and applets that have lost the last of theirs, in
 * words. Without those whom an override brings in: they are meant to go again. A pool of `kept` is not gone, only no route
 * leads to it any more.
 */
export const lossesBetween = (
  before: Config,
  after: Config,
  nowMs: number,
  kept: ReadonlySet<string> = new Set(),
): string[] => [
  ...Object.entries(before.pools).flatMap(([id, pool]) => {
    const had = regularNumbersOf([pool], before, nowMs).size;
    const next = entry(after.pools, id);
    if (next === undefined) return had === 0 || kept.has(id) ? [] : [`pool ${id} is gone, with ${counted(had)}`];
    const has = regularNumbersOf([next], after, nowMs).size;
    return has * 2 < had ? [`pool ${id} shrinks from ${counted(had)} to ${has}`] : [];
  }),
  ...Object.keys(before.applets)
    .filter((applet) => reachesAny(applet, before, nowMs) && !reachesAny(applet, after, nowMs))
    .map((applet) =>
      entry(after.applets, applet) === undefined
        ? `applet ${applet} is gone`
        : `applet ${applet} reaches no number any more that may be dialled`,
    ),
];

/**
 * Are losses judged against the revision that was forced last, and not against the published one? Also where the table was
 * restored or made anew and stands at a lower number than what is published.
 */
export const isForcedSince = (revisions: {
  readonly published: number;
  readonly standing: number;
  readonly forced: number;
}): boolean => revisions.published < revisions.forced || revisions.published > revisions.standing;

const reachesAny = (applet: string, config: Config, nowMs: number): boolean => {
  const routes = entry(config.applets, applet)?.routes ?? [];
  const pools = routes.flatMap(({ pool }) => poolsFrom(pool, config));
  return pools.some(({ pool }) => regularNumbersOf([pool], config, nowMs).size > 0);
};

const counted = (count: number): string => `${count} number${count === 1 ? '' : 's'}`;
