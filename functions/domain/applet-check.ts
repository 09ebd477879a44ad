/** Do routes lead somewhere, is each of them ever taken, and do the answers of their pools fit how the applet asks? */
import type { Applet, Condition, Config } from './config.ts';
import { entry } from './entries.ts';
import type { Finding } from './finding.ts';
import { checkHours } from './hours-check.ts';
import { rosterOf } from './roster.ts';

export const checkApplets = (config: Config, nowMs: number): Finding[] =>
  Object.entries(config.applets).flatMap(([id, applet]) =>
    applet.routes.flatMap(({ pool }, index): Finding[] => {
      const path = ['applets', id, 'routes', index];
      if (entry(config.pools, pool) !== undefined) {
        return [...checkRoute(applet, index, path, config), ...checkAnswers(applet, pool, path, config, nowMs)];
      }
      const missing = {
        path: [...path, 'pool'],
        what: `there is no pool ${pool}`,
        cure: `add ${pool} under pools, or correct the name`,
      };
      return [missing, ...checkRoute(applet, index, path, config)];
    }),
  );

const checkRoute = (
  { routes }: Applet,
  index: number,
  path: Finding['path'],
  { settings, hours }: Config,
): Finding[] => {
  const when = routes[index]?.when ?? {};
  const isLast = index === routes.length - 1;
  const isDefault = isAlways(when);
  const findings: Finding[] = checkHours(when.hours, [...path, 'when', 'hours'], hours);
  if (when.called !== undefined && !settings.exophones.includes(when.called)) {
    findings.push({
      path: [...path, 'when', 'called'],
      what: `${when.called} is not one of our ExoPhones, so this route is never taken`,
      cure: 'add it to settings.exophones, or correct it',
    });
  }
  const before = routes.slice(0, index).findIndex((route) => !isAlways(route.when) && covers(route.when, when));
  if (before !== -1) {
    const isSame = JSON.stringify(routes[before]?.when) === JSON.stringify(when);
    findings.push({
      path,
      what: `routes.${before} ${isSame ? 'has the same conditions' : 'matches every call this one does'}, so this one is never taken`,
      cure: isSame
        ? 'remove one of the two, or correct its conditions'
        : 'move this one before it, or correct its conditions',
    });
  }
  if (isDefault && !isLast) {
    findings.push({
      path,
      what: 'this route always matches, so those after it are never taken',
      cure: 'move it to the end',
    });
  }
  if (!isDefault && isLast) {
    findings.push({
      path,
      what: 'the last route has a condition, so some callers get nobody',
      cure: 'add a last route without when',
    });
  }
  return findings;
};

const isAlways = (when: Condition): boolean => Object.values(when).every((condition) => condition === undefined);

/** Does the one match whatever the other matches? */
export const covers = (one: Condition, other: Condition): boolean =>
  (['digits', 'called', 'direction', 'hours'] as const).every(
    (name) => one[name] === undefined || one[name] === other[name],
  ) &&
  (one.caller === undefined ||
    (other.caller?.every((number) => one.caller?.some((prefix) => number.startsWith(prefix))) ?? false)) &&
  (one.customField === undefined || coversField(one.customField, other.customField));

const coversField = (one: NonNullable<Condition['customField']>, other: Condition['customField']): boolean =>
  typeof one === 'object' && typeof other === 'object'
    ? Object.entries(one).every(([name, value]) => other[name] === value)
    : one === other;

/** An applet that asks once gets one answer: whom it does not hold is never reached. */
const checkAnswers = (
  { fetch }: Applet,
  id: string,
  path: Finding['path'],
  config: Config,
  nowMs: number,
): Finding[] => {
  const pool = entry(config.pools, id);
  if (fetch !== 'once' || pool === undefined) return [];
  if (pool.answer === 'one') {
    return [
      {
        path: [...path, 'pool'],
        what: `this applet asks once, and pool ${id} answers one number: nobody else would ever ring`,
        cure: `write answer: list for ${id}, or fetch: each for the applet`,
      },
    ];
  }
  // People with hours of their own, and those of a rotation, may be off duty and leave their places to others.
  const always = rosterOf(pool, config, nowMs).filter(
    ({ agent, rotation }) => rotation === undefined && entry(config.agents, agent)?.hours === undefined,
  );
  const numbersBelow = (tier: number) =>
    always
      .filter((place) => place.tier < tier)
      .reduce((sum, { agent }) => sum + (entry(config.agents, agent)?.numbers.length ?? 0), 0);
  const tiers = [...new Set(pool.members.map(({ tier }) => tier))].sort((a, b) => a - b);
  const unreachable = tiers.find((tier) => numbersBelow(tier) >= pool.maxAttempts);
  // When the pool is closed its overflow is all there is.
  const hidesOverflow =
    pool.overflow.length > 0 && pool.hours === undefined && numbersBelow(Number.POSITIVE_INFINITY) >= pool.maxAttempts;
  if (unreachable === undefined && !hidesOverflow) return [];
  const who = unreachable === undefined ? `the overflow of pool ${id}` : `tier ${unreachable} of pool ${id}`;
  return [
    {
      path: [...path, 'pool'],
      what: `this applet asks once, and ${who} is never reached: the people before fill the ${pool.maxAttempts} numbers of an answer`,
      cure: `raise maxAttempts of ${id}, or write fetch: each for the applet`,
    },
  ];
};
