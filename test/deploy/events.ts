/** Events through the deployed API: what the provider tells of a phone, and what is known of its agent then. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { liveFromItem, liveKey } from '../../functions/adapters/live-item.ts';
import { type Live, nothingKnown } from '../../functions/domain/live.ts';
import type { Account } from './account.ts';
import { itemOf } from './table.ts';

/** Of `pools.yaml`, whom no other call of this run holds; as the provider writes his number. */
const [agent, number] = ['bharat', '09000000012'] as const;

export const tellEvents = async (
  { steps, aws }: Account,
  { url, key, tableName }: { readonly url: string; readonly key: string; readonly tableName: string },
): Promise<void> => {
  const live = async (): Promise<Live> => {
    const item = await itemOf(aws, tableName, liveKey(agent));
    return (item && liveFromItem(item)) ?? nothingKnown;
  };
  const lease = async () => Object.values((await live()).leases)[0];
  const hasEnded = async (callSid: string) => `${callSid}#+91${number.slice(1)}` in ((await live()).ended ?? {});
  const get = async (path: string, fields: Readonly<Record<string, string>>, withKey = key) =>
    answerOf(await fetch(`${url}/${path}?${new URLSearchParams({ ...fields, key: withKey })}`));
  const post = async (fields: Readonly<Record<string, string>>, withKey = key) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return answerOf(await fetch(`${url}/status?key=${withKey}`, { method: 'POST', body }));
  };
  const ring = (CallSid: string) => ({ CallSid, DialWhomNumber: number, EventType: 'Ringing', Status: 'busy' });
  const legs = { 'Legs[0][Number]': number, 'Legs[0][OnCallDuration]': '0' };
  const [first, second] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];

  await steps.check('an agent event through the gateway: 200, and the call holds the agent', async () => {
    assert.deepEqual(await get('agent', ring(first)), [200, 'ok']);
    const held = await lease();
    assert.deepEqual([held?.callSid, held?.phase], [first, 'ringing']);
  });

  await steps.check('a Passthru: 200, and the agent is free of the call that is over', async () => {
    assert.deepEqual(await get('passthru', { CallSid: first, DialCallStatus: 'no-answer', ...legs }), [200, 'ok']);
    assert.deepEqual([await lease(), await hasEnded(first)], [undefined, true]);
  });

  await steps.check('a StatusCallback in multipart form: 200, and the agent is free of the next call too', async () => {
    assert.deepEqual(await get('agent', ring(second)), [200, 'ok']);
    assert.equal((await lease())?.callSid, second);
    assert.deepEqual(await post({ CallSid: second, Status: 'no-answer', ...legs }), [200, 'ok']);
    assert.deepEqual([await lease(), await hasEnded(second)], [undefined, true]);
  });

  await steps.check('events with a wrong key: 403, and nothing is changed', async () => {
    const before = await live();
    const third = randomBytes(16).toString('hex');
    const answers = [
      await get('agent', ring(third), 'wrong'),
      await get('passthru', { CallSid: third, DialCallStatus: 'busy', ...legs }, 'wrong'),
      await post({ CallSid: third, Status: 'busy', ...legs }, 'wrong'),
    ];
    assert.deepEqual(
      answers.map(([status]) => status),
      [403, 403, 403],
    );
    assert.deepEqual(await live(), before);
  });
};

const answerOf = async (response: Response) => [response.status, await response.text()] as const;
