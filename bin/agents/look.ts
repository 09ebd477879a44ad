import { createDirectory } from '../../functions/adapters/directory.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { type Config, entry } from '../../functions/domain/config.ts';
import type { LiveView } from '../../functions/domain/live.ts';
import { patienceMs } from '../config/table.ts';
import { describeCause } from '../describe-error.ts';
import { UsageError } from '../usage-error.ts';
import { readLives } from './lives.ts';

/** The configuration that was applied last, and what is known of its agents; `name` must be one of them. */
export const look = async (
  table: Table,
  name: string | undefined,
): Promise<{ readonly config: Config; readonly view: LiveView }> => {
  const causes: string[] = [];
  const keep = ({ cause }: Readonly<Record<string, unknown>>) => causes.push(describeCause(String(cause)));
  const config = await createDirectory(table, Date.now, keep).config(AbortSignal.timeout(patienceMs));
  if (config === undefined) {
    throw new UsageError(
      causes.length > 0
        ? `the configuration cannot be read from ${table.name}: ${causes.join('; ')}`
        : `nothing was applied to ${table.name} yet: npx dial-whom apply`,
    );
  }
  if (name !== undefined && entry(config.agents, name) === undefined) {
    throw new UsageError(`there is no agent ${name} in ${table.name}: ${Object.keys(config.agents).join(', ')}`);
  }
  const lives = await readLives(table, Object.keys(config.agents));
  if (lives.kind === 'unknown') throw new UsageError(`what agents are doing cannot be read: ${lives.why}`);
  return { config, view: lives.view };
};
