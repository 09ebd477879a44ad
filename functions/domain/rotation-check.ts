/** Do rotations hold agents there are, each once, and hours of their own zone? */
import type { Config } from './config.ts';
import { entry } from './entries.ts';
import type { Finding } from './finding.ts';
import { checkHours } from './hours-check.ts';

export const checkRotations = ({ rotations, agents, hours }: Config): Finding[] =>
  Object.entries(rotations).flatMap(([name, rotation]) => {
    const path = ['rotations', name];
    const own = rotation.hours === undefined ? undefined : entry(hours, rotation.hours);
    return [
      ...rotation.agents.flatMap((agent, index): Finding[] => {
        const at = [...path, 'agents', index];
        if (entry(agents, agent) === undefined) {
          return [
            { path: at, what: `there is no agent ${agent}`, cure: `add ${agent} under agents, or correct the name` },
          ];
        }
        return rotation.agents.indexOf(agent) === index
          ? []
          : [{ path: at, what: `${agent} is in this rotation twice`, cure: 'remove one of the two' }];
      }),
      ...checkHours(rotation.hours, [...path, 'hours'], hours),
      ...(own !== undefined && own.timeZone !== rotation.timeZone
        ? [
            {
              path: [...path, 'hours'],
              what: `${rotation.hours} is in ${own.timeZone}, and this rotation hands over in ${rotation.timeZone}`,
              cure: `write timeZone: ${own.timeZone} here, or use hours of ${rotation.timeZone}`,
            },
          ]
        : []),
    ];
  });
