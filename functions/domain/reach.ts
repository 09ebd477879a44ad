/** The part of a configuration that one applet can reach. */
import { poolsFrom } from './candidates.ts';
import { type Config, entry } from './config.ts';

/** Its routes, their pools with overflow, and everybody these may ring; settings, hours and rotations whole. */
export const partOf = (config: Config, appletId: string): Config => {
  const applet = entry(config.applets, appletId);
  const pools = (applet?.routes ?? []).flatMap(({ pool }) => poolsFrom(pool, config));
  const ids = pools.flatMap(({ pool: { members, overrides } }) => [
    ...members.flatMap(({ agent, rotation }) =>
      rotation === undefined ? [agent] : (entry(config.rotations, rotation)?.agents ?? []),
    ),
    ...overrides.map(({ agent }) => agent),
  ]);
  return {
    ...config,
    agents: Object.fromEntries([...new Set(ids)].flatMap((id) => entriesOf(id, entry(config.agents, id)))),
    pools: Object.fromEntries(pools.map(({ id, pool }) => [id, pool])),
    applets: Object.fromEntries(entriesOf(appletId, applet)),
  };
};

const entriesOf = <T>(name: string, value: T | undefined): [string, T][] =>
  value === undefined ? [] : [[name, value]];
