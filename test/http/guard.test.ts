import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { guardAnswer } from '../../functions/http/guard.ts';
import { logRequests } from '../../functions/http/request-log.ts';
import { aRecord, invoke } from '../support/invoke.ts';

const headers = { 'content-type': 'text/plain; charset=utf-8' };

const guarded = async (response: unknown) => {
  const record = aRecord();
  const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(logRequests('primary', { ...record, clock: () => 0 }))
    .use(guardAnswer())
    .handler(async () => response as APIGatewayProxyResult);
  return { ...(await invoke(handler, {})), isBlocked: record.counted.includes('InvalidAnswerBlocked') };
};

describe('the guard', () => {
  it.each([
    ['a number', { statusCode: 200, headers, body: '+919000000001' }],
    ['a list', { statusCode: 200, headers, body: '+919000000001,+14155550123' }],
    [
      'nobody, with a reason',
      { statusCode: 200, headers: { ...headers, 'x-dial-whom-reason': 'exhausted' }, body: '' },
    ],
    ['a refusal', { statusCode: 403, headers, body: 'no' }],
    ['a fault', { statusCode: 503, headers, body: 'no' }],
  ])('lets %s pass', async (_what, response) => {
    expect(await guarded(response)).toMatchObject({ ...response, isBlocked: false });
  });

  it.each([
    ['nothing at all', undefined],
    ['no status', { body: '+919000000001', headers }],
    ['nobody without a reason', { statusCode: 200, headers, body: '' }],
    [
      'nobody with a reason nobody knows',
      { statusCode: 200, headers: { ...headers, 'x-dial-whom-reason': 'x' }, body: '' },
    ],
    ['a national number', { statusCode: 200, headers, body: '09000000001' }],
    ['one number twice', { statusCode: 200, headers, body: '+919000000001,+919000000001' }],
    ['a blank after the comma', { statusCode: 200, headers, body: '+919000000001, +919000000002' }],
    ['a line feed at the end', { statusCode: 200, headers, body: '+919000000001\n' }],
    ['an empty entry', { statusCode: 200, headers, body: '+919000000001,' }],
    ['JSON', { statusCode: 200, headers, body: '["+919000000001"]' }],
    ['no content type', { statusCode: 200, headers: {}, body: '+919000000001' }],
    ['a redirect', { statusCode: 302, headers: { ...headers, location: 'https://example.com' }, body: '' }],
  ])('turns %s into a 503 and counts it', async (_what, response) => {
    expect(await guarded(response)).toMatchObject({ statusCode: 503, isBlocked: true });
  });
});
