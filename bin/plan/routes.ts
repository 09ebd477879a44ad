/** Routes that no call takes in the next eight days: what `validate` cannot know, because it looks at no clock. */
import { covers } from '../../functions/domain/applet-check.ts';
import type { Route } from '../../functions/domain/config.ts';
import type { Warning } from './warnings.ts';
import type { Week } from './week.ts';
import { routeText } from './words.ts';

export const unreachableRoutes = (week: Week): Omit<Warning, 'isOld'>[] =>
  Object.entries(week.config.applets).flatMap(([id, { routes }]) =>
    routes.flatMap((route, index) => {
      const why = whyNever(route, routes.slice(0, index), week);
      return why === undefined
        ? []
        : [
            {
              kind: 'unreachable route' as const,
              about: `applet ${id}`,
              what: `route ${index + 1} of applet ${id} (${routeText(route)}) is not reached within eight days: ${why}`,
            },
          ];
    }),
  );

const whyNever = ({ when }: Route, earlier: readonly Route[], week: Week): string | undefined => {
  const open = week.open(when.hours);
  if (open !== undefined && !open.includes(1)) return `${when.hours} is closed all the time`;
  const blocked = week.config.settings.blockedCallers;
  if (when.caller?.every((caller) => blocked.some((prefix) => caller.startsWith(prefix)))) {
    return 'all its callers are blocked';
  }
  const hiding = earlier.findIndex(
    (route) =>
      covers({ ...route.when, hours: undefined }, when) && isOpenWhenever(week.open(route.when.hours), open, week),
  );
  return hiding === -1 ? undefined : `route ${hiding + 1} takes all its calls`;
};

const isOpenWhenever = (one: Uint8Array | undefined, other: Uint8Array | undefined, { moments }: Week): boolean =>
  one === undefined || moments.every((_, moment) => one[moment] === 1 || other?.[moment] === 0);
