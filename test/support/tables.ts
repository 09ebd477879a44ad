/** DynamoDB for tests: dynalite in memory, or the one that `DYNAMODB_ENDPOINT` names. */
import { randomUUID } from 'node:crypto';
import { openTable } from '../../bin/config/table.ts';
import { type Database, ensureTable, startDatabase } from '../../bin/local/database.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';

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

/** Counts what is sent from now on, by operation. */
export const countCommands = ({ client }: Table): (() => Readonly<Record<string, number>>) => {
  const counts: Record<string, number> = {};
  client.middlewareStack.add(
    (next, context) => (args) => {
      const name = String(context.commandName);
      counts[name] = (counts[name] ?? 0) + 1;
      return next(args);
    },
    { step: 'finalizeRequest', name: 'countCommands', override: true },
  );
  return () => ({ ...counts });
};
