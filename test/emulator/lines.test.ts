/** What a call leaves in the log, as it is written: CloudWatch reads its metrics out of the same lines. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { holdConversation } from '../../bin/emulator/conversation.ts';
import { createEventSender } from '../../bin/emulator/event-sender.ts';
import { units } from '../../functions/domain/signals.ts';
import { createHandler as createFallback } from '../../functions/fallback/handler.ts';
import { keysFrom } from '../../functions/http/authenticate.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import { createLog } from '../../functions/runtime/log.ts';
import { aConfig, one, three, two } from '../support/builders.ts';
import { aCaller, inProcess } from '../support/in-process.ts';
import { invoke } from '../support/invoke.ts';
import { runs } from '../support/runs.ts';
import { floorOnly } from '../support/snapshots.ts';
import { someStores } from '../support/stores.ts';

type Document = Readonly<Record<string, unknown>> & {
  readonly _aws?: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: keyof typeof units; readonly Unit: string }[];
    }[];
  };
};

const aLog = () => {
  const lines: string[] = [];
  const log = createLog(
    'test',
    () => 1_795_000_000_000,
    (line) => lines.push(line),
  );
  return { lines, log, documents: () => lines.map((line) => JSON.parse(line) as Document) };
};

/** As CloudWatch takes them out of a line: what is named in it, once, with a number and a unit it knows. */
const metricsIn = (document: Document): Record<string, number> =>
  Object.fromEntries(
    (document._aws?.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions, Metrics }) => {
      expect([Namespace, Dimensions, document.Stage]).toEqual(['DialWhom', [['Stage']], 'test']);
      return Metrics.map(({ Name, Unit }) => {
        expect(Unit, Name).toBe(units[Name]);
        expect(document[Name], Name).toEqual(expect.any(Number));
        return [Name, document[Name] as number];
      });
    }),
  );

it('a call leaves one line a request, with the metrics of what became of it', async () => {
  const { log, documents } = aLog();
  const deps = inProcess(aConfig(), {}, log);
  const caller = aCaller({ [one]: 'busy', [two]: 'no-answer', [three]: 'completed' });
  const events = createEventSender(caller, { url: 'http://test/events' }, deps);
  const result = await holdConversation(caller, { ...deps, events });
  const told = await events.settled();
  expect(result.exit).toBe('conversation-ended');

  const lines = documents();
  const [answers, heard] = ['primary', 'events'].map((name) => lines.filter(({ url }) => url === name));
  expect([answers?.length, heard?.length, lines.length]).toEqual([
    result.requests.length,
    told.length,
    result.requests.length + told.length,
  ]);
  expect(
    answers?.map(({ callSid, attempt, answer, count, status }) => [callSid, attempt, answer, count, status]),
  ).toEqual([
    ['a1', 1, 'offer', 3, 200],
    ['a1', 2, 'offer', 2, 200],
    ['a1', 3, 'offer', 1, 200],
  ]);

  const totals: Record<string, number> = {};
  for (const metrics of lines.map(metricsIn)) {
    for (const [name, value] of Object.entries(metrics)) totals[name] = (totals[name] ?? 0) + value;
  }
  const { AnswerMs, ConfigMs, HuntMs, LiveMs, ClaimMs, CommitMs, EventUsed, EventStale, ...counts } = totals;
  expect([AnswerMs, ConfigMs, HuntMs, LiveMs, ClaimMs, CommitMs]).not.toContain(undefined);
  // The Passthru tells of everybody who rang.
  expect((EventUsed ?? 0) + (EventStale ?? 0)).toBe(heard?.flatMap(({ events: legs }) => legs).length);
  expect(counts).toEqual({
    HuntStarted: 1,
    Offered: 3,
    ColdStart: 1,
    OutcomeBusy: 1,
    OutcomeNoAnswer: 1,
    OutcomeCompleted: 1,
    AttemptsToCompleted: 3,
    CompletedAtFirst: 0,
  });
});

const key = 'x3JvN0tFq1mUe5RkZb7yWd9HsLcA2gPiT4oQ6nVX8aE';

/** A number in the ways people and providers write it, alone or in words. */
const aNumber = fc
  .tuple(fc.constantFrom('+91', '91', '0', '0091', '', '+1'), fc.integer({ min: 7_000_000_000, max: 9_999_999_999 }))
  .map(([prefix, digits]) => `${prefix}${digits}`);
const aText = fc.oneof(
  aNumber,
  fc
    .tuple(
      fc.constantFrom('', 'sip:', 'tel:', '"', '{"phone":"', ' '),
      aNumber,
      fc.constantFrom('', '@x', '"}', ';', ','),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('', 'null', key, `key=${key}`, 'completed', '2026-11-25 10:00:00'),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const aQuery = fc.record(
  {
    CallSid: fc.constantFrom('a1', 'a2', 'canary-1', ''),
    CallFrom: aText,
    CallTo: aText,
    From: aText,
    DialWhomNumber: aText,
    DialCallStatus: aText,
    CustomField: aText,
    CurrentTime: aText,
    digits: aText,
    leg: fc.constantFrom('-', 'second', 'a b'),
    key: fc.constantFrom(key, key, key, 'guess', `${key} `),
    [key]: aText,
  },
  { requiredKeys: ['CallSid', 'key'] },
);

it('a thousand requests of any content leave no number that is not masked and no key in any line', async () => {
  const { log, lines, documents } = aLog();
  const keys = keysFrom(createHash('sha256').update(key).digest('hex'));
  const clock = () => Date.parse('2026-11-21T06:00:00Z');
  const faults = { configs: { read: () => Promise.reject(new Error(`no ${one} at ${two}`)) } };
  const handlers = [
    createPrimary({ stores: someStores(), keys, log }),
    createPrimary({ stores: someStores(faults), keys, log }),
    createFallback({ snapshots: floorOnly(aConfig()), clock, keys, log }),
  ];
  const applet = fc.oneof(fc.constantFrom('main', 'main', 'main'), aText);
  let requests = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 2 }), applet, aQuery, async (handler, name, query) => {
      await invoke(handlers[handler], { applet: name, query });
      requests += 1;
    }),
    { numRuns: runs(1_000) },
  );
  expect(lines).toHaveLength(requests);
  for (const document of documents()) metricsIn(document);
  // Numbers of times are numbers in JSON, and no text.
  const texts = lines.flatMap((line) => line.match(/"(?:[^"\\]|\\.)*"/g) ?? []);
  expect(texts.find((text) => /\d{8,}/.test(text))).toBeUndefined();
  expect(lines.find((line) => line.includes(key))).toBeUndefined();
});
