import { describe, expect, test } from 'vitest';
import { holdConversation } from '../../bin/emulator/conversation.ts';
import { phonesThat } from '../../bin/emulator/phones.ts';
import { aCall, asha, aWorld, bilal, chitra } from './a-call.ts';

const all = { body: [asha, bilal, chitra].join(',') };

describe('with numbers fetched after every attempt', () => {
  test('dials the first number not dialled yet, then asks again, until somebody talks', async () => {
    const world = aWorld({ primary: [all] });
    const phones = phonesThat([
      ['09900000002', 'busy'],
      ['919900000003', 'completed'],
    ]);
    const result = await holdConversation(aCall({ phones }), world);
    expect(result).toEqual({
      callSid: 'e12eb6e6fcd920019d7174b60099187v',
      applet: 'main',
      exit: 'conversation-ended',
      requests: Array(3).fill({ url: 'primary', status: 200, ms: 0, body: all.body }),
      attempts: [
        { number: asha, outcome: 'no-answer' },
        { number: bilal, outcome: 'busy' },
        { number: chitra, outcome: 'completed' },
      ],
    });
  });

  test('asks once more after the last number and leaves when nobody new is offered', async () => {
    const world = aWorld({ primary: [{ body: asha }, { body: bilal }, { body: '' }] });
    const result = await holdConversation(aCall(), world);
    expect(result.exit).toBe('nobody-answered');
    expect(result.attempts.map(({ number }) => number)).toEqual([asha, bilal]);
    expect(result.requests).toHaveLength(3);
  });

  test('does not dial a number again that comes back in another form', async () => {
    const world = aWorld({ primary: [{ body: asha }, { body: '09900000001' }] });
    const { attempts, exit } = await holdConversation(aCall(), world);
    expect(attempts).toEqual([{ number: asha, outcome: 'no-answer' }]);
    expect(exit).toBe('nobody-answered');
  });

  test('asks the primary first every time, also after the fallback had to answer', async () => {
    const world = aWorld({ primary: [{ status: 503, body: '' }, all], fallback: [{ body: bilal }] });
    const { requests, attempts } = await holdConversation(aCall(), world);
    expect(requests.map(({ url }) => url)).toEqual(['primary', 'fallback', 'primary', 'primary', 'primary']);
    expect(attempts.map(({ number }) => number)).toEqual([bilal, asha, chitra]);
  });

  test('reports each attempt with the request that follows, and the digits only at first', async () => {
    const world = aWorld({ primary: [all] });
    await holdConversation(aCall({ digits: '2', phones: phonesThat([[bilal, 'failed']]) }), world);
    const reports = world.asked.map(({ query }) =>
      ['digits', 'DialWhomNumber', 'DialCallStatus', 'CallType', 'DialCallDuration'].map((name) => query.get(name)),
    );
    expect(reports).toEqual([
      ['"2"', '', null, 'call-attempt', '0'],
      [null, '09900000001', 'no-answer', 'incomplete', '20'],
      [null, '09900000002', 'failed', 'incomplete', '1'],
      [null, '09900000003', 'no-answer', 'incomplete', '20'],
    ]);
  });
});

describe('with numbers fetched once', () => {
  test('dials all numbers of the one answer in their order', async () => {
    const world = aWorld({ primary: [all] });
    const { exit, requests, attempts } = await holdConversation(aCall({ once: true }), world);
    expect(exit).toBe('nobody-answered');
    expect(requests).toHaveLength(1);
    expect(attempts.map(({ number }) => number)).toEqual([asha, bilal, chitra]);
  });

  test('stops at the first conversation', async () => {
    const call = aCall({ once: true, phones: phonesThat([[bilal, 'completed']]) });
    const { exit, attempts } = await holdConversation(call, aWorld({ primary: [all] }));
    expect(exit).toBe('conversation-ended');
    expect(attempts.map(({ number }) => number)).toEqual([asha, bilal]);
  });
});

describe('the exit', () => {
  test.each([
    ['an empty answer', [{ body: '' }]],
    ['an answer that is no list of numbers', [{ body: 'sorry' }]],
    ['an answer with one number that is none', [{ body: `${asha},x` }]],
  ])('is did-not-dial, and the fallback is left alone, after %s', async (_, primary) => {
    const result = await holdConversation(aCall(), aWorld({ primary, fallback: [{ body: bilal }] }));
    expect(result).toMatchObject({ exit: 'did-not-dial', attempts: [], requests: [{ url: 'primary', status: 200 }] });
  });

  test('is did-not-dial when neither URL answers with a 200', async () => {
    const world = aWorld({ primary: ['silence'], fallback: ['refused'] });
    const { exit, requests } = await holdConversation(aCall(), world);
    expect(exit).toBe('did-not-dial');
    expect(requests.map(({ url, status, body }) => [url, status, body])).toEqual([
      ['primary', null, ''],
      ['fallback', null, ''],
    ]);
  });

  test('ignores numbers in the body of an error', async () => {
    const world = aWorld({ primary: [{ status: 500, body: asha }], fallback: [{ status: 404, body: bilal }] });
    expect((await holdConversation(aCall(), world)).exit).toBe('did-not-dial');
  });

  test.each([
    ['an invalid answer', { body: '?' }],
    ['an error', { status: 503, body: '' }],
  ])('is nobody-answered when %s follows an attempt', async (_, second) => {
    const { exit } = await holdConversation(aCall({ fallback: undefined }), aWorld({ primary: [all, second] }));
    expect(exit).toBe('nobody-answered');
  });

  test('is caller-hung-up when the caller gives up, whatever that phone would have done', async () => {
    const call = aCall({ hangupAfter: 2, phones: phonesThat([[bilal, 'completed']]) });
    const { exit, requests, attempts } = await holdConversation(call, aWorld({ primary: [all] }));
    expect(exit).toBe('caller-hung-up');
    expect(requests).toHaveLength(2);
    expect(attempts.at(-1)).toEqual({ number: bilal, outcome: 'canceled' });
  });

  test('is not the hang-up when the call ends before that attempt', async () => {
    const { exit } = await holdConversation(aCall({ hangupAfter: 4 }), aWorld({ primary: [all] }));
    expect(exit).toBe('nobody-answered');
  });
});
