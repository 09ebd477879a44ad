import { keys } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { idPattern } from '../../functions/domain/config.ts';
import type { Seen } from '../pools/duty.ts';
import { requireAgent } from '../table/known.ts';
import { readState } from '../table/state.ts';
import { requireLives } from './lives.ts';

/** What the table has, edits by hand and overrides included, and what is known of its agents; `name` must be one of them. */
export const look = async (table: Table, name: string | undefined): Promise<Seen> => {
  const { config } = await readState(table, name !== undefined && idPattern.test(name) ? [keys.agent(name)] : []);
  if (name !== undefined) requireAgent(name, config, table.name);
  return { config, view: await requireLives(table, Object.keys(config.agents)) };
};
