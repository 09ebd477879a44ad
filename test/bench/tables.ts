/** The tables of the bench, each with a configuration that `apply` has written, and what the peers read. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { applyConfig } from '../../bin/change/apply.ts';
import { ensureTable } from '../../bin/local/database.ts';
import { openTable } from '../../bin/table/open.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import type { Config } from '../../functions/domain/config.ts';
import { nothingKnown } from '../../functions/domain/live.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';

export const distances = ['near', 'far'] as const;
export type Distance = (typeof distances)[number];

export type Tables = {
  readonly endpoints: Readonly<Record<Distance, string>>;
  /** Makes one, by this name. */
  readonly make: (name: string, config: Config) => Promise<void>;
  /** Whoever has these numbers was rung some time ago again. */
  readonly rest: (name: string, numbers: readonly string[]) => Promise<void>;
  /** Round trips since the start. */
  readonly trips: () => Promise<number>;
  readonly stop: () => void;
};

export const startTables = async (): Promise<Tables> => {
  const child = fork(join(import.meta.dirname, 'database.ts'));
  const [endpoints] = (await once(child, 'message')) as [Record<Distance, string>];
  const open = (name: string) => openTable({ endpoint: endpoints.near, name });
  return {
    endpoints,
    rest: async (name, numbers) => {
      const table = open(name);
      await writeLives(table, [...new Set(numbers.map(agentOf))]);
      table.client.destroy();
    },
    make: async (name, config) => {
      const table = open(name);
      await ensureTable(table.client, name);
      await applyConfig(table, config, { by: 'bench', at: new Date().toISOString() });
      await writeLives(table, Object.keys(config.agents));
      await writeLists(table);
      table.client.destroy();
    },
    trips: async () => {
      child.send('trips');
      const [trips] = (await once(child, 'message')) as [number];
      return trips;
    },
    stop: () => child.disconnect(),
  };
};

/**
 * As agents are known who were rung some time ago, each at another time. Rings are kept for half an hour, in which nobody
 * has as many of them as a bench makes.
 */
const writeLives = async (table: Table, agents: readonly string[]): Promise<void> => {
  const lives = createLiveStore(table, () => {});
  const nowMs = Date.now();
  for (const [index, agent] of agents.entries()) {
    const live = { ...nothingKnown, lastOfferedMs: nowMs - index * 1_000, lastAnsweredMs: nowMs - index * 1_000 };
    await lives.change(agent, () => ({ kind: 'changed', live }), AbortSignal.timeout(5_000));
  }
};

const agentOf = (number: string): string => `agent-${Number(number.slice(-5))}`;

/** The list of ten numbers that each peer reads, as its own code would write it. */
const writeLists = async ({ client, name }: Table): Promise<void> => {
  const numbers = Array.from({ length: 10 }, (_, index) => numberOf(index + 1));
  const electrodb = { pool: 'open', __edb_e__: 'list', __edb_v__: '1' };
  for (const Item of [
    { pk: 'LIST#open', sk: 'LIST', numbers },
    { pk: '$hunting#pool_open', sk: '$list_1', numbers, ...electrodb },
  ]) {
    await client.send(new PutCommand({ TableName: name, Item }));
  }
};

/**
 * Applet `held` leads to a pool whose agents are claimed, and `open` to the same people without. Whoever has talked or
 * missed a call is free at once, so that each call finds what the one before it found.
 */
export const benchConfig = (agentCount: number, poolCount = 2): Config => {
  const ids = Array.from({ length: agentCount }, (_, index) => agentOf(numberOf(index + 1)));
  const { settings } = aConfig();
  const people = { strategy: 'least-recently-offered', answer: 'list' } as const;
  const others = Array.from({ length: poolCount - 2 }, (_, index) => [`other-${index + 1}`, aPool(ids.slice(0, 2))]);
  const route = (pool: string) => ({ fetch: 'each', routes: [{ when: {}, pool }] }) as const;
  return aConfig({
    settings: {
      ...settings,
      leases: { wrapUpSeconds: 0 },
      misses: { coolDownSeconds: { busy: 0, 'no-answer': 0, failed: 0 }, pauseAfter: 1_000_000 },
    },
    agents: Object.fromEntries(ids.map((id, index) => [id, { name: id, numbers: [numberOf(index + 1)] }])),
    pools: { held: aPool(ids, people), open: aPool(ids, { ...people, leases: 'off' }), ...Object.fromEntries(others) },
    applets: { held: route('held'), open: route('open') },
  });
};
