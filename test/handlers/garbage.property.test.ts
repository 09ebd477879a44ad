import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHandler as createFallback } from '../../functions/fallback/handler.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import { aConfig } from '../support/builders.ts';
import { aRecord, invoke, type Query } from '../support/invoke.ts';
import { runs } from '../support/runs.ts';
import { floorOnly } from '../support/snapshots.ts';
import { someStores } from '../support/stores.ts';

const names = [
  'CallSid',
  'callsid',
  'CallFrom',
  'CallTo',
  'To',
  'Direction',
  'Created',
  'CurrentTime',
  'EndTime',
  'DialWhomNumber',
  'DialCallStatus',
  'DialCallDuration',
  'digits',
  'CustomField',
  'key',
  'leg',
  'Legs[0][Number]',
  '__proto__',
  'constructor',
  'toString',
  '',
];
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    '',
    'null',
    'a1',
    '09000000001',
    'completed',
    'no-answer',
    '%zz',
    '"2"',
    '\u0000',
    '\ud800',
    '+'.repeat(8192),
    '9'.repeat(8192),
  ),
);
const query: fc.Arbitrary<Query> = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 10 })),
      fc.array(value, { minLength: 1, maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((pairs) => Object.fromEntries(pairs));
const applet = fc.oneof(
  fc.constantFrom('main', 'main', 'main', '__proto__', 'constructor', ''),
  fc.string({ maxLength: 20 }),
);

it('garbage in any parameter never yields a fault or an invalid 200, from neither URL', async () => {
  const primaryRecord = aRecord();
  const primary = createPrimary({ stores: someStores(), keys: { kind: 'open' }, ...primaryRecord });
  const fallback = createFallback({
    snapshots: floorOnly(aConfig()),
    clock: () => 0,
    keys: { kind: 'open' },
    ...aRecord(),
  });
  await fc.assert(
    fc.asyncProperty(applet, query, async (name, parameters) => {
      const get = { applet: name, query: { CallSid: 'a1', ...parameters } };
      const strict = await invoke(primary, get);
      expect([200, 400, 404]).toContain(strict.statusCode);
      if (strict.statusCode === 200 && strict.body !== '') expect(strict.body).toMatch(/^\+91\d{10}(,\+91\d{10})*$/);
      const lenient = await invoke(fallback, get);
      expect(lenient.statusCode).toBe(200);
      expect(lenient.body).toMatch(/^\+91\d{10}(,\+91\d{10})*$/);
    }),
    { numRuns: runs(10_000) },
  );
  expect(primaryRecord.counted).not.toContain('InvalidAnswerBlocked');
});
