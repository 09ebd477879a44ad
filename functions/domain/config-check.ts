/** What no schema can say: do the parts of a configuration fit together, and may every number in it be dialled? */
import { checkApplets } from './applet-check.ts';
import type { Config } from './config.ts';
import type { Finding } from './finding.ts';
import { checkHours } from './hours-check.ts';
import { isCountry, judgeNumber } from './number-policy.ts';
import { checkPools } from './pool-check.ts';
import { checkRotations } from './rotation-check.ts';

/** Everything that is wrong as of now, in the order of the file. Empty means the configuration can be applied. */
export const checkConfig = (config: Config, nowMs: number): Finding[] => {
  const countries = checkCountries(config);
  // Without known countries no number can be judged, and each would be reported.
  return countries.length > 0
    ? countries
    : [
        ...checkNumbers(config),
        ...checkBlocked(config.settings),
        ...checkRotations(config),
        ...checkPools(config, nowMs),
        ...checkApplets(config, nowMs),
      ];
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

/** One who calls too often is blocked, a region perhaps; with the country of all callers nobody would be answered. */
const checkBlocked = ({ blockedCallers, country, dialPlan }: Config['settings']): Finding[] =>
  blockedCallers.flatMap((prefix, index) =>
    `+${dialPlan.callingCode}`.startsWith(prefix)
      ? [
          {
            path: ['settings', 'blockedCallers', index],
            what: `${prefix} is every caller of ${country}: nobody of the country would be answered`,
            cure: 'write a longer prefix, or the whole number',
          },
        ]
      : [],
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
