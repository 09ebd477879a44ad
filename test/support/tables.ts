/** A table of its own for a test file, on dynalite in memory or on the DynamoDB that `DYNAMODB_ENDPOINT` names. */
import { randomUUID } from 'node:crypto';
import { ensureTable, startDatabase } from '../../bin/local/database.ts';
import { connect, type Table } from '../../functions/adapters/dynamo.ts';

export type TestTable = Table & { readonly endpoint: string; readonly stop: () => Promise<void> };

export const aTable = async (): Promise<TestTable> => {
  const given = process.env.DYNAMODB_ENDPOINT;
  const database = given === undefined ? await startDatabase() : undefined;
  const endpoint = given ?? database?.endpoint ?? '';
  const client = connect({ endpoint });
  const name = `dial-whom-${randomUUID()}`;
  await ensureTable(client, name);
  return {
    client,
    name,
    endpoint,
    stop: async () => {
      client.destroy();
      await database?.stop();
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
