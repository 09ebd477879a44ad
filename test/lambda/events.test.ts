import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { national, one, three, two } from '../support/builders.ts';
import { aLambda, answerOf, type Lambda, tell, tellStatus } from './functions.ts';

let lambda: Lambda;
beforeAll(async () => {
  lambda = await aLambda();
});
afterAll(() => lambda.stop());

describe('the events under the runtime client of Lambda', () => {
  it('hold an agent whose phone rings, and free him by a StatusCallback: multipart, as base64', async () => {
    const environment = await lambda.start('events');
    const rings = { CallSid: 'm1', DialWhomNumber: national(one), EventType: 'Ringing', Status: 'busy' };
    expect(answerOf(await environment.invoke(tell('agent', rings)))).toMatchObject({ statusCode: 200, body: 'ok' });
    expect((await lambda.liveOf('a1'))?.leases['0']).toMatchObject({ callSid: 'm1', phase: 'ringing' });

    const over = await tellStatus({
      CallSid: 'm1',
      Status: 'completed',
      'Legs[0][Number]': national(one),
      'Legs[0][OnCallDuration]': '0',
      'Legs[1][Number]': national(three),
      'Legs[1][OnCallDuration]': '61',
    });
    expect(over.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(answerOf(await environment.invoke(over))).toMatchObject({ statusCode: 200, body: 'ok' });
    const live = await lambda.liveOf('a1');
    expect(live?.leases).toEqual({});
    expect(live?.ended).toMatchObject({ [`m1#${one}`]: { outcome: 'no-answer' } });
  });

  it('change nothing for a StatusCallback with another key', async () => {
    const environment = await lambda.start('events');
    const rings = { CallSid: 'm2', DialWhomNumber: national(two), EventType: 'Ringing' };
    await environment.invoke(tell('agent', rings));
    const live = await lambda.liveOf('a2');
    const fields = { CallSid: 'm2', Status: 'no-answer', 'Legs[0][Number]': national(two) };
    expect(answerOf(await environment.invoke(await tellStatus(fields, { key: 'guess' }))).statusCode).toBe(403);
    expect(await lambda.liveOf('a2')).toEqual(live);
    expect(live?.leases['0']?.callSid).toBe('m2');
  });
});
