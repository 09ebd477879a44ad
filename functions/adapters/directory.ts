/** The whole configuration as it was applied last, as it is kept in the history; a minute old at most. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Config } from '../domain/config.ts';
import type { Clock, Directory } from '../domain/ports.ts';
import type { Log } from '../domain/signals.ts';
import { latestRevision, readHistory } from './config-history.ts';
import { readAgent } from './config-item.ts';
import { keys } from './config-keys.ts';
import { causeOf, type Table, within } from './dynamo.ts';
import { readStandingRevision } from './standing-revision.ts';

const freshMs = 60_000;

/** Looks at the revision once a minute. When that fails it says so in the log and goes on with what it has. */
export const createDirectory = (table: Table, clock: Clock, log: Log): Directory => {
  let known: { readonly revision: number; readonly config: Config } | undefined;
  let checkedMs = Number.NEGATIVE_INFINITY;
  /** As their items have them now; none of an item that cannot be used. Bounded by the agents there are. */
  const numbersOf = new Map<string, { readonly numbers: readonly string[] | undefined; readonly atMs: number }>();

  const refresh = async (signal: AbortSignal): Promise<void> => {
    const revision = (await readStandingRevision(table, signal))?.revision ?? (await latestRevision(table, signal));
    if (revision !== undefined && revision !== known?.revision) {
      const config = await readHistory(table, revision, signal);
      if (config !== undefined) known = { revision, config };
    }
    checkedMs = clock();
  };

  const readNumbers = async (agent: string, signal: AbortSignal): Promise<readonly string[] | undefined> => {
    const get = new GetCommand({ TableName: table.name, Key: keys.agent(agent) });
    const { Item } = await within(signal, table.client.send(get, { abortSignal: signal }));
    return Item === undefined ? [] : readAgent(Item)?.numbers;
  };

  return {
    config: async (signal) => {
      try {
        if (clock() - checkedMs >= freshMs) await refresh(signal);
      } catch (error) {
        log({ level: 'error', message: 'the directory of agents is not refreshed', cause: causeOf(error) });
      }
      return known?.config;
    },
    isHis: async (agent, number, signal) => {
      try {
        let seen = numbersOf.get(agent);
        if (seen === undefined || clock() - seen.atMs >= freshMs) {
          seen = { numbers: await readNumbers(agent, signal), atMs: clock() };
          numbersOf.set(agent, seen);
        }
        return seen.numbers?.includes(number) ?? true;
      } catch (error) {
        log({ level: 'warn', message: 'the numbers of an agent cannot be read', agent, cause: causeOf(error) });
        return true;
      }
    },
  };
};
