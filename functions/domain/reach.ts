/** The part of a configuration that one applet can reach. */
import { poolsFrom } from './candidates.ts';
import type { Config } from './config.ts';
import { entriesOf, entry } from './entries.ts';
import { agentsOf } from './roster.ts';

/** Its routes, their pools with overflow, and everybody these may ring; settings, hours and rotations whole. */
export const partOf = (config: Config, appletId: string): Config => {
  const applet = entry(config.applets, appletId);
  const pools = (applet?.routes ?? []).flatMap(({ pool }) => poolsFrom(pool, config));
  const ids = agentsOf(
    pools.map(({ pool }) => pool),
    config.rotations,
  );
  return {
    ...config,
    agents: Object.fromEntries([...ids].flatMap((id) => entriesOf(id, entry(config.agents, id)))),
    pools: Object.fromEntries(pools.map(({ id, pool }) => [id, pool])),
    applets: Object.fromEntries(entriesOf(appletId, applet)),
  };
};
