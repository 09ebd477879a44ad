/** `npm run test:dynamodb`: the store suites, and what only the official DynamoDB Local can show. */

import { applyConfig } from '../../bin/change/apply.ts';
import { ensureTable } from '../../bin/local/database.ts';
import { openTable } from '../../bin/table/open.ts';
import { aConfig } from '../support/builders.ts';
import { main, runSuite } from '../support/toolbox.ts';
import { startDynamoDbLocal } from './local.ts';

await main(async () => {
  const { endpoint, stop } = await startDynamoDbLocal();
  try {
    await warmUp(endpoint);
    return await runSuite('test/dynamodb.config.ts', { DYNAMODB_ENDPOINT: endpoint });
  } finally {
    await stop();
  }
});

/** Its first answers take longer than the handlers wait for one, because Java loads its classes for them. */
async function warmUp(endpoint: string): Promise<void> {
  const table = openTable({ endpoint, name: 'warm-up' });
  await ensureTable(table.client, table.name);
  await applyConfig(table, aConfig(), { by: 'warm-up', at: new Date().toISOString() });
}
