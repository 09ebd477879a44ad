/** DynamoDB for tests: dynalite in memory, or the one that `DYNAMODB_ENDPOINT` names. */
import { randomUUID } from 'node:crypto';
import { type Database, ensureTable, startDatabase } from '../../bin/local/database.ts';
import { connect, type Table } from '../../functions/adapters/dynamo.ts';

export type TestTable = Table & { readonly endpoint: string; readonly stop: () => Promise<void> };

/** One that was named is left running. */
export const aDatabase = async (): Promise<Database> => {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  return endpoint === undefined ? startDatabase() : { endpoint, stop: async () => {} };
};

/** A table of its own for a test file. */
export const aTable = async (): Promise<TestTable> => {
  const database = await aDatabase();
  const { endpoint } = database;
  const client = connect({ endpoint });
  const name = `dial-whom-${randomUUID()}`;
  await ensureTable(client, name);
  return {
    client,
    name,
    endpoint,
    stop: async () => {
      client.destroy();
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
