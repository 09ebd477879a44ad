/** DynamoDB for tests: dynalite in memory, or the one that `DYNAMODB_ENDPOINT` names. */
import { randomUUID } from 'node:crypto';
import { type Database, ensureTable, startDatabase } from '../../bin/local/database.ts';
import { writeHistory } from '../../bin/table/history.ts';
import { openTable } from '../../bin/table/open.ts';
import { lock, readStanding, type Signature } from '../../bin/table/revision.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';

export type TestTable = Table & { readonly endpoint: string; readonly stop: () => Promise<void> };

/** One that was named is left running. */
export const aDatabase = async (): Promise<Database> => {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  return endpoint === undefined ? startDatabase() : { endpoint, stop: async () => {} };
};

/** A table of its own for a test file, with a connection that waits: a busy machine is no reason to fail. */
export const aTable = async (): Promise<TestTable> => {
  const database = await aDatabase();
  const { endpoint } = database;
  const table = openTable({ endpoint, name: `dial-whom-${randomUUID()}` });
  await ensureTable(table.client, table.name);
  return {
    ...table,
    endpoint,
    stop: async () => {
      table.client.destroy();
      await database.stop();
    },
  };
};

/** A change to this configuration that was cut short before its first item. */
export const begin = async (table: Table, config: Config, signature: Signature): Promise<void> => {
  const standing = await readStanding(table);
  const held = await lock(table, standing, signature);
  if (held === undefined) throw new Error('somebody else has the lock');
  await writeHistory(table, held.revision, config, { ...signature, follows: standing?.revision });
};

/**
 * Counts sequential round trips from now on: what is sent while something else is under way is part of the same trip.
 */
export const countTrips = ({ client }: Table): (() => number) => {
  let underWay = 0;
  let trips = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (underWay === 0) trips += 1;
      underWay += 1;
      try {
        return await next(args);
      } finally {
        underWay -= 1;
      }
    },
    { step: 'finalizeRequest', name: 'countTrips', override: true },
  );
  return () => trips;
};
