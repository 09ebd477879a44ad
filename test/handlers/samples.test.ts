import { describe, expect, it } from 'vitest';
import { createHandler as createFallback } from '../../functions/fallback/handler.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import { aConfig } from '../support/builders.ts';
import { aRecord, invoke, type Query } from '../support/invoke.ts';
import { samples } from '../support/samples.ts';
import { floorOnly } from '../support/snapshots.ts';
import { someStores } from '../support/stores.ts';

const queryOf = (text: string): Query => {
  const params = new URLSearchParams(text);
  return Object.fromEntries([...params.keys()].map((name) => [name, params.getAll(name)]));
};

describe.each(samples)('the real request $name', ({ query, hasCallSid }) => {
  it('gets numbers from the primary, or a 400 when it has no CallSid', async () => {
    const handler = createPrimary({ stores: someStores(), keys: { kind: 'open' }, ...aRecord() });
    const response = await invoke(handler, { query: queryOf(query) });
    expect(response.statusCode).toBe(hasCallSid ? 200 : 400);
    if (hasCallSid) expect(response.body).toMatch(/^\+91\d{10}(,\+91\d{10})*$/);
  });

  it('gets numbers from the fallback', async () => {
    const handler = createFallback({
      snapshots: floorOnly(aConfig()),
      clock: () => 0,
      keys: { kind: 'open' },
      ...aRecord(),
    });
    const response = await invoke(handler, { query: queryOf(query) });
    expect(response).toMatchObject({ statusCode: 200, body: expect.stringMatching(/^\+91\d{10}(,\+91\d{10})*$/) });
  });
});

it('there are as many samples as were collected', () => {
  expect(samples).toHaveLength(11);
});
