/** What no schema can say: do the parts of a configuration fit together, and may every number in it be dialled? */
import { type Config, entry } from './config.ts';
import { isCountry, judgeNumber } from './number-policy.ts';

/** `path` leads to the value in `pools.yaml`, which has the same structure. */
export type Finding = { readonly path: readonly (string | number)[]; readonly what: string; readonly cure: string };

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

const checkNumbers = ({ settings, agents }: Config): Finding[] => {
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
      const findings = check(number, 'settings.lastResort', ['settings', 'lastResort', index]);
      // Whoever is the last resort may be an agent as well.
      owners.delete(number);
      return findings;
    }),
    ...Object.entries(agents).flatMap(([id, { numbers }]) =>
      numbers.flatMap((number, index) => check(number, `agent ${id}`, ['agents', id, 'numbers', index])),
    ),
  ];
};

const checkPools = ({ pools, agents }: Config): Finding[] =>
  Object.entries(pools).flatMap(([id, pool]) => {
    const names = pool.members.map(({ agent }) => agent);
    return [
      ...names.flatMap((agent, index): Finding[] => {
        const path = ['pools', id, 'members', index];
        if (entry(agents, agent) === undefined) {
          return [{ path, what: `there is no agent ${agent}`, cure: `add ${agent} under agents, or correct the name` }];
        }
        return names.indexOf(agent) === index
          ? []
          : [{ path, what: `${agent} is in this pool twice`, cure: 'remove one of the two' }];
      }),
      ...(pool.strategy === 'weighted' && pool.members.every(({ weight }) => weight === 0)
        ? [{ path: ['pools', id, 'members'], what: 'every weight is 0', cure: 'give somebody a weight above 0' }]
        : []),
      ...checkOverflow(id, pools),
    ];
  });

const checkOverflow = (id: string, pools: Config['pools']): Finding[] =>
  (entry(pools, id)?.overflow ?? []).flatMap((next, index): Finding[] => {
    const path = ['pools', id, 'overflow', index];
    if (entry(pools, next) === undefined) {
      return [{ path, what: `there is no pool ${next}`, cure: `add ${next} under pools, or correct the name` }];
    }
    const way = wayBack(next, id, pools, new Set());
    return way === undefined
      ? []
      : [{ path, what: `overflow runs in a circle: ${[id, ...way].join(' > ')}`, cure: 'remove one of these steps' }];
  });

/** The pools on the way from one to another by overflow, if there is a way. */
const wayBack = (from: string, to: string, pools: Config['pools'], seen: Set<string>): string[] | undefined => {
  if (from === to) return [to];
  if (seen.has(from)) return undefined;
  seen.add(from);
  for (const next of entry(pools, from)?.overflow ?? []) {
    const way = wayBack(next, to, pools, seen);
    if (way !== undefined) return [from, ...way];
  }
  return undefined;
};

const checkApplets = ({ applets, pools, settings }: Config): Finding[] =>
  Object.entries(applets).flatMap(([id, { routes }]) =>
    routes.flatMap(({ when, pool }, index): Finding[] => {
      const path = ['applets', id, 'routes', index];
      const isLast = index === routes.length - 1;
      const isDefault = when.digits === undefined && when.called === undefined;
      const findings: Finding[] = [];
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
