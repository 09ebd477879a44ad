import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSnapshotObject } from '../../bin/local/snapshot-object.ts';
import { readText } from '../../functions/adapters/snapshot-text.ts';
import { one, three, two } from '../support/builders.ts';
import { aLambda, answerOf, ask, type Lambda } from './functions.ts';

let lambda: Lambda;
beforeAll(async () => {
  lambda = await aLambda();
});
afterAll(() => lambda.stop());

/** As EventBridge sends it every five minutes. */
const scheduled = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

describe('the publisher under the runtime client of Lambda', () => {
  it('puts the table’s configuration where a fallback that starts then finds it', async () => {
    const object = await startSnapshotObject();
    const more = { SNAPSHOT_ENDPOINT: object.endpoint };
    const publisher = await lambda.start('publisher', { more });
    expect(await publisher.invoke(scheduled)).toMatchObject({ kind: 'response' });
    expect(publisher.printed()).toContain('"SnapshotPublished":1');
    expect(readText(await (await fetch(object.endpoint)).text())).toMatchObject({ snapshot: { revision: 1 } });

    const fallback = await lambda.start('fallback', { more });
    expect(answerOf(await fallback.invoke(ask({ query: { CallSid: 'a1' } })))).toMatchObject({
      body: `${one},${two},${three}`,
      headers: { 'x-dial-whom-source': 'snapshot', 'x-dial-whom-revision': '1' },
    });
    await object.stop();
  });

  it('fails when there is no bucket, so that Lambda runs it again and keeps what it could not do', async () => {
    const publisher = await lambda.start('publisher');
    expect(await publisher.invoke(scheduled)).toMatchObject({
      kind: 'error',
      error: { errorMessage: expect.stringContaining("the snapshot's bucket cannot be read") },
    });
  });
});
