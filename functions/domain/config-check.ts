/** What no schema can say: do the parts of a configuration fit together, and may every number in it be dialled? */
import { type Config, entry } from './config.ts';
import type { Finding } from './finding.ts';
import { checkHours } from './hours-check.ts';
import { isCountry, judgeNumber } from './number-policy.ts';
import { checkPools } from './pool-check.ts';

/** Everything that is wrong, in the order of the file. Empty means the configuration can be applied. */
export const checkConfig = (config: Config): Finding[] => {
  const countries = checkCountries(config);
  // Without known countries no number can be judged, and each would be reported.
  return countries.length > 0 ? countries : [...checkNumbers(config), ...checkPools(config), ...checkApplets(config)];
};

const checkCountries = ({ settings }: Config): Finding[] =>
  settings.numberPolicy.countries.flatMap((country, index) =>
    isCountry(country)
      ? []
      : [
          {
            path: ['settings', 'numberPolicy', 'countries', index],
            what: `${JSON.stringify(country)} is no country`,
            cure: 'write the two-letter ISO code, such as IN',
          },
        ],
  );

const checkNumbers = ({ settings, agents, hours }: Config): Finding[] => {
  const owners = new Map<string, string>();
  const check = (number: string, owner: string, path: Finding['path']): Finding[] => {
    const verdict = judgeNumber(number, settings.numberPolicy);
    if (verdict.kind === 'refused') return [{ path, what: verdict.why, cure: verdict.cure }];
    if (settings.exophones.includes(number)) {
      return [
        {
          path,
          what: `${number} is one of our ExoPhones: dialling it would be a call loop`,
          cure: 'use another number',
        },
      ];
    }
    const first = owners.get(number);
    owners.set(number, first ?? owner);
    return first === undefined
      ? []
      : [
          {
            path,
            what: `${number} is already a number of ${first}`,
            cure: 'a number belongs to one agent: remove one of the two',
          },
        ];
  };
  return [
    ...settings.lastResort.flatMap((number, index) => {
      const path = ['settings', 'lastResort', index];
      if (settings.lastResort.indexOf(number) !== index) {
        return [{ path, what: `${number} is in lastResort twice`, cure: 'remove one of the two' }];
      }
      const findings = check(number, 'settings.lastResort', path);
      // Whoever is the last resort may be an agent as well.
      owners.delete(number);
      return findings;
    }),
    ...Object.entries(agents).flatMap(([id, agent]) => [
      ...agent.numbers.flatMap((number, index) => check(number, `agent ${id}`, ['agents', id, 'numbers', index])),
      ...checkHours(agent.hours, ['agents', id, 'hours'], hours),
    ]),
  ];
};

const checkApplets = ({ applets, pools, settings, hours }: Config): Finding[] =>
  Object.entries(applets).flatMap(([id, { routes }]) =>
    routes.flatMap(({ when, pool }, index): Finding[] => {
      const path = ['applets', id, 'routes', index];
      const isLast = index === routes.length - 1;
      const isDefault = Object.values(when).every((condition) => condition === undefined);
      const findings: Finding[] = checkHours(when.hours, [...path, 'when', 'hours'], hours);
      if (entry(pools, pool) === undefined) {
        findings.push({
          path: [...path, 'pool'],
          what: `there is no pool ${pool}`,
          cure: `add ${pool} under pools, or correct the name`,
        });
      }
      if (when.called !== undefined && !settings.exophones.includes(when.called)) {
        findings.push({
          path: [...path, 'when', 'called'],
          what: `${when.called} is not one of our ExoPhones, so this route is never taken`,
          cure: 'add it to settings.exophones, or correct it',
        });
      }
      const before = routes.slice(0, index).findIndex((route) => JSON.stringify(route.when) === JSON.stringify(when));
      if (before !== -1) {
        findings.push({
          path,
          what: `route ${before + 1} has the same conditions, so this one is never taken`,
          cure: 'remove one of the two, or correct its conditions',
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
    }),
  );
