/** When can callers reach nobody whom they could have reached before? */
import type { Applet, Condition, Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { type Cover, nobody, type Week } from './week.ts';

/** From when to when, in milliseconds since the epoch. */
export type Span = { readonly fromMs: number; readonly toMs: number };

export type Uncovered = Span & { readonly of: 'pool' | 'applet'; readonly name: string };

/** Of pools and applets that are there before and after. */
export const newlyUncovered = (before: Week, after: Week): Uncovered[] => {
  const gaps = (of: Uncovered['of'], name: string, had: Cover, has: Cover): Uncovered[] =>
    spansOf(before.moments, (moment) => had[moment] !== nobody && has[moment] === nobody).map((span) => ({
      of,
      name,
      ...span,
    }));
  return [
    ...inBoth(before.config.pools, after.config.pools).flatMap((id) =>
      gaps('pool', id, before.cover(id), after.cover(id)),
    ),
    ...inBoth(before.config.applets, after.config.applets).flatMap((id) =>
      gaps('applet', id, appletCover(id, before), appletCover(id, after)),
    ),
  ];
};

/** What a caller gets to whom no condition applies but those of hours: he pressed nothing, and nobody knows him. */
export const appletCover = (id: string, week: Week): Cover => {
  const applet = entry(week.config.applets, id);
  const routes = (applet?.routes ?? []).filter(({ when }) => isByHoursOnly(when));
  const ways = routes.map(({ when, pool }) => ({ open: week.open(when.hours), cover: week.cover(pool) }));
  if (ways[0] !== undefined && ways[0].open === undefined) return ways[0].cover;
  return Int32Array.from(
    week.moments,
    (_, moment) => ways.find(({ open }) => open?.[moment] !== 0)?.cover[moment] ?? nobody,
  );
};

export const hasHours = ({ routes }: Applet): boolean => routes.some(({ when }) => when.hours !== undefined);

const isByHoursOnly = (when: Condition): boolean =>
  Object.entries(when).every(([name, condition]) => name === 'hours' || condition === undefined);

const inBoth = (before: Config['pools'] | Config['applets'], after: Config['pools'] | Config['applets']): string[] =>
  Object.keys(after).filter((id) => Object.hasOwn(before, id));

/** The stretches of moments for which that holds. */
export const spansOf = (moments: readonly number[], holds: (moment: number) => boolean): Span[] => {
  const spans: { fromMs: number; toMs: number }[] = [];
  let isWithin = false;
  for (const [moment, atMs] of moments.entries()) {
    const toMs = moments[moment + 1] ?? atMs;
    const current = spans.at(-1);
    if (!holds(moment)) isWithin = false;
    else if (isWithin && current !== undefined) current.toMs = toMs;
    else {
      spans.push({ fromMs: atMs, toMs });
      isWithin = true;
    }
  }
  return spans.filter(({ fromMs, toMs }) => toMs > fromMs);
};
