/** Run on the official DynamoDB Local too: the table is all that two services share. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTable } from '../../bin/table/open.ts';
import { localTableName } from '../../bin/table/target.ts';
import { run, serve } from '../support/cli.ts';
import { aDatabase } from '../support/tables.ts';

const query = 'CallSid=a1&CallFrom=09900112233&CallTo=08040001000';
const bodyOf = async (url: string, more = query) => (await fetch(`${url}/primary/main?${more}`)).text();

describe('two services on one DynamoDB', () => {
  it('record one attempt of fifty equal requests at once, and all answer the same bytes', async () => {
    const database = await aDatabase();
    onTestFinished(() => database.stop());
    const DYNAMODB_ENDPOINT = database.endpoint;
    const services = await Promise.all([serve({ DYNAMODB_ENDPOINT }), serve({ DYNAMODB_ENDPOINT })]);
    // A DynamoDB that other tests use as well may stand at another configuration.
    await run(['apply'], { PORT: new URL(services[0]?.url ?? '').port });

    const bodies = await Promise.all(Array.from({ length: 50 }, (_, index) => bodyOf(services[index % 2]?.url ?? '')));
    expect(new Set(bodies).size).toBe(1);
    const [list = ''] = bodies;
    const table = openTable({ name: localTableName, endpoint: DYNAMODB_ENDPOINT });
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'CALL#a1' },
      }),
    );
    expect(Items).toMatchObject([{ sk: 'HUNT#main#-#000001', attemptCount: 1, attempts: { first: { body: list } } }]);

    // Two attempts later the first request still gets its own bytes, from either service.
    for (const head of list.split(',').slice(0, 2)) {
      await bodyOf(services[1]?.url ?? '', `CallSid=a1&DialWhomNumber=${head.replace('+91', '0')}&DialCallStatus=busy`);
    }
    expect(await Promise.all(services.map(({ url }) => bodyOf(url)))).toEqual([list, list]);
  });
});
