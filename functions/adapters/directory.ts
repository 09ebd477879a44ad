/** The whole configuration as it was applied last, as it is kept in the history; a minute old at most. */
import type { Config } from '../domain/config.ts';
import type { Clock, Directory } from '../domain/ports.ts';
import type { Log } from '../domain/signals.ts';
import { latestRevision, readHistory } from './config-history.ts';
import { causeOf, type Table } from './dynamo.ts';
import { ageMsOf } from './memory-age.ts';
import { readStandingRevision } from './standing-revision.ts';

const freshMs = 60_000;

/** Looks at the revision once a minute. When that fails it says so in the log and goes on with what it has. */
export const createDirectory = (table: Table, log: Log, clock: Clock): Directory => {
  let known: { readonly revision: number; readonly config: Config } | undefined;
  let checkedMs = Number.NEGATIVE_INFINITY;

  const refresh = async (signal: AbortSignal): Promise<void> => {
    const revision = (await readStandingRevision(table, signal))?.revision ?? (await latestRevision(table, signal));
    if (revision !== undefined && revision !== known?.revision) {
      const config = await readHistory(table, revision, signal);
      if (config !== undefined) known = { revision, config };
    }
    checkedMs = clock();
  };

  return {
    config: async (signal) => {
      try {
        if (ageMsOf(checkedMs, clock()) >= freshMs) await refresh(signal);
      } catch (error) {
        log({ level: 'error', message: 'the directory of agents is not refreshed', cause: causeOf(error) });
      }
      return known?.config;
    },
  };
};
