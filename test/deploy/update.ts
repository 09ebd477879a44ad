/** A deployment that is changed while calls are under way: a second key, another floor. */
import assert from 'node:assert/strict';
import { hash, randomBytes } from 'node:crypto';
import type { Account } from './account.ts';
import { type Deployed, resourcesOf, type Settings } from './cdk.ts';
import { holdCall, requestsOf, type Urls } from './dial-whom.ts';
import { freePort } from './emulator.ts';
import { askFallback, pointAtEmulator } from './snapshot.ts';
import { itemsOf } from './table.ts';

export const hashOf = (key: string): string => hash('sha256', key);

export const updateDeployment = async (
  account: Account,
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
  const { steps, aws, cdk, env } = account;
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

  const toFallback = { ...urls, primary: `http://127.0.0.1:${await freePort()}/primary`, key: newKey };
  await steps.check('after the update the new key opens every URL, and the snapshot is what it was', async () => {
    const call = await holdCall({ ...urls, key: newKey }, ['--agent', '+919000000011=completed'], env);
    assert.deepEqual(requestsOf(call), [`primary 200 ${answer}`]);
    const other = await holdCall(toFallback, ['--agent', '+919000000011=completed'], env);
    assert.equal(requestsOf(other)[1], `fallback 200 ${answer}`);
    assert.equal((await fetch(`${eventsUrl}/passthru?key=${newKey}`)).status, 200);
  });

  await steps.check('where there is no snapshot, the fallback answers from the floor of the update', async () => {
    await pointAtEmulator(account, resources, 'nowhere');
    const { source, text } = await askFallback(urls);
    assert.deepEqual([source, text], ['floor', '+919000000011,+919000000012,+919000000093']);
    await pointAtEmulator(account, resources);
    assert.equal((await askFallback(urls)).source, 'snapshot');
  });
};
