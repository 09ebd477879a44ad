/** A deployment that is changed while calls are under way: a second key, another floor. */
import assert from 'node:assert/strict';
import { hash, randomBytes } from 'node:crypto';
import type { Account } from './account.ts';
import { type Deployed, resourcesOf, type Settings } from './cdk.ts';
import { holdCall, requestsOf, type Urls } from './dial-whom.ts';
import { freePort } from './emulator.ts';
import { itemsOf } from './table.ts';

export const hashOf = (key: string): string => hash('sha256', key);

export const updateDeployment = async (
  { steps, aws, cdk, env }: Account,
  {
    settings,
    deployed,
    urls,
    eventsUrl,
    changedPools,
  }: {
    readonly settings: Settings;
    readonly deployed: Deployed;
    readonly urls: Urls;
    readonly eventsUrl: string;
    /** Chitra has another number in it. */
    readonly changedPools: string;
  },
): Promise<void> => {
  const callSid = randomBytes(16).toString('hex');
  const ask = async () => (await fetch(`${urls.primary}/main?key=${urls.key}&CallSid=${callSid}`)).text();
  const answer = await ask();
  const items = await itemsOf(aws, deployed.tableName);
  const resources = await resourcesOf(aws, settings.stage);
  const newKey = randomBytes(32).toString('hex');

  await steps.step('an update (a second key, another floor) replaces no resource and keeps every item', async () => {
    const keyHashes = `${settings.keyHashes},${hashOf(newKey)}`;
    const updated = await cdk.deploy({ ...settings, keyHashes, poolsFile: changedPools });
    assert.deepEqual(updated, { ...deployed, unchanged: [] });
    const places = (list: typeof resources) =>
      list.map(({ stack, logicalId, physicalId }) => [stack, logicalId, physicalId].join(' ')).sort();
    assert.deepEqual(places(await resourcesOf(aws, settings.stage)), places(resources));
    assert.deepEqual(await itemsOf(aws, deployed.tableName), items);
  });

  await steps.check('a call that began before the update gets the same answer to the same request', async () => {
    assert.equal(answer, '+919000000011,+919000000012,+919000000013');
    assert.equal(await ask(), answer);
  });

  await steps.check('after the update the new key opens every URL, and the fallback has the new floor', async () => {
    const call = await holdCall({ ...urls, key: newKey }, ['--agent', '+919000000011=completed'], env);
    assert.deepEqual(requestsOf(call), [`primary 200 ${answer}`]);
    const toFallback = { ...urls, primary: `http://127.0.0.1:${await freePort()}/primary`, key: newKey };
    const other = await holdCall(toFallback, ['--agent', '+919000000011=completed'], env);
    assert.equal(requestsOf(other)[1], 'fallback 200 +919000000011,+919000000012,+919000000093');
    assert.equal((await fetch(`${eventsUrl}/passthru?key=${newKey}`)).status, 200);
  });
};
