/** Calls through the deployed URLs: what a caller hears of a deployment. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Account } from './account.ts';
import { functionNamed, type Resource, regions } from './cdk.ts';
import { holdCall, requestsOf, type Urls } from './dial-whom.ts';
import { freePort } from './emulator.ts';
import { itemsOf } from './table.ts';

/** Of `pools.yaml`. */
const [asha, bharat, chitra, deepak, esha] = [11, 12, 13, 14, 15].map((last) => `+9190000000${last}`);
const lastResort = '+919000000090';

const aCallSid = () => randomBytes(16).toString('hex');

/** Returns the CallSid of a call with three attempts. */
export const holdCalls = async (
  { steps, aws, env }: Account,
  urls: Urls,
  resources: readonly Resource[],
  tableName: string,
): Promise<string> => {
  const { check } = steps;
  const callSid = aCallSid();
  const ask = (side: 'primary' | 'fallback', path: string, query: string, method = 'GET') =>
    fetch(`${urls[side]}${path}?key=${urls.key}&${query}`, { method });

  await check('three attempts in order, ended by a conversation', async () => {
    const call = await holdCall(urls, ['--agent', `${chitra}=completed`, '--call-sid', callSid], env);
    assert.deepEqual(requestsOf(call), [
      `primary 200 ${asha},${bharat},${chitra}`,
      `primary 200 ${bharat},${chitra}`,
      `primary 200 ${chitra}`,
    ]);
    assert.equal(call.exit, 'conversation-ended');
  });

  await check('everybody silent: each rings once, then an empty 200', async () => {
    const call = await holdCall(urls, [], env);
    assert.deepEqual(requestsOf(call), [
      `primary 200 ${asha},${bharat},${chitra}`,
      `primary 200 ${bharat},${chitra}`,
      `primary 200 ${chitra}`,
      'primary 200',
    ]);
    assert.equal(call.exit, 'nobody-answered');
  });

  await check('digits, in their quotes, choose the pool through the gateway', async () => {
    const call = await holdCall(urls, ['--digits', '2', '--agent', `${deepak}=completed`], env);
    assert.deepEqual(requestsOf(call), [`primary 200 ${deepak},${esha}`]);
  });

  await check('a primary that is throttled: the fallback answers', async () => {
    const region = regions.Primary;
    const target = { FunctionName: functionNamed(resources, 'Primary', 'Answer') };
    const concurrency = (operation: string, more: object = {}) =>
      aws([{ service: 'lambda', operation, region, args: { ...target, ...more } }]);
    await concurrency('put_function_concurrency', { ReservedConcurrentExecutions: 0 });
    try {
      const call = await holdCall(urls, ['--agent', `${bharat}=completed`], env);
      const [first, second, ...rest] = requestsOf(call);
      assert.match(`${first}`, /^primary (429|5\d\d)/);
      assert.equal(second, `fallback 200 ${asha},${bharat},${chitra}`);
      assert.match(`${rest[0]}`, /^primary (429|5\d\d)/);
      assert.deepEqual(rest.slice(1), [`fallback 200 ${bharat},${chitra},${asha}`]);
      assert.equal(call.exit, 'conversation-ended');
    } finally {
      await concurrency('delete_function_concurrency');
    }
  });

  await check('a primary that cannot be reached: the fallback answers', async () => {
    const primary = `http://127.0.0.1:${await freePort()}/primary`;
    const call = await holdCall({ ...urls, primary }, ['--digits', '2'], env);
    const [first, second] = requestsOf(call);
    assert.deepEqual([first, second], ['primary null', `fallback 200 ${deepak},${esha}`]);
    assert.deepEqual(
      call.attempts.map(({ number }) => number),
      [deepak, esha],
    );
  });

  await check('a wrong key: 403 from both, and nobody is dialled', async () => {
    const call = await holdCall({ ...urls, key: 'wrong' }, [], env);
    assert.deepEqual(
      call.requests.map(({ url, status }) => `${url} ${status}`),
      ['primary 403', 'fallback 403'],
    );
    assert.equal(call.exit, 'did-not-dial');
  });

  for (const side of ['primary', 'fallback'] as const) {
    await check(`HEAD on the ${side}: 200, its headers, no body, nothing written`, async () => {
      const items = await itemsOf(aws, tableName);
      const response = await ask(side, '/main', `CallSid=${aCallSid()}`, 'HEAD');
      assert.deepEqual(
        ['content-type', 'cache-control', 'x-dial-whom-reason'].map((name) => response.headers.get(name)),
        ['text/plain; charset=utf-8', 'no-store', 'head'],
      );
      assert.deepEqual([response.status, await response.text()], [200, '']);
      assert.deepEqual(await itemsOf(aws, tableName), items);
    });
  }

  await check('a CallSid given twice: 400 from the primary, numbers from the fallback', async () => {
    const query = `CallSid=${aCallSid()}&CallSid=${aCallSid()}`;
    assert.equal((await ask('primary', '/main', query)).status, 400);
    const response = await ask('fallback', '/main', query);
    assert.deepEqual([response.status, await response.text()], [200, `${asha},${bharat},${chitra}`]);
  });

  await check('no applet in the URL: 404 from the primary, the last resort from the fallback', async () => {
    assert.equal((await ask('primary', '', `CallSid=${aCallSid()}`)).status, 404);
    const response = await ask('fallback', '', `CallSid=${aCallSid()}`);
    assert.deepEqual([response.status, await response.text()], [200, lastResort]);
  });
  return callSid;
};
