import { beforeAll, describe, expect, it } from 'vitest';
import { createHandler as createEvents } from '../../functions/events/handler.ts';
import { createHandler as createFallback } from '../../functions/fallback/handler.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import type { Stores } from '../../functions/primary/stores.ts';
import { aConfig, national, one } from '../support/builders.ts';
import { aRecord, invoke, type Query } from '../support/invoke.ts';
import { memoryHunts } from '../support/memory-hunts.ts';
import { floorOnly } from '../support/snapshots.ts';
import { configsOf, deafHunts, eventStoresOf, memoryCalls, someStores } from '../support/stores.ts';
import { makeTemplates, resourcesOf, type Templates } from './stacks.ts';

type Line = Readonly<Record<string, string | number | boolean>>;

/** As Logs Insights sees it: members of objects and of lists by their path. */
const flat = (value: unknown, path = ''): [string, string | number | boolean][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, part]) => flat(part, path === '' ? name : `${path}.${name}`))
    : [[path, value as string | number | boolean]];

/** What the handlers write of a call that rings two phones, of one each with a fault, and of a canary. */
const someLines = async (): Promise<Line[]> => {
  const { logged, log } = aRecord();
  const keys = { kind: 'open' } as const;
  const hunts = memoryHunts();
  const stores = someStores({ hunts });
  const ask = (CallSid: string, more: Query = {}, parts: Partial<Stores> = {}) =>
    invoke(createPrimary({ stores: { ...stores, ...parts }, keys, log }), {
      query: { CallSid, CallFrom: '09900112233', CallTo: '08040001000', ...more },
      headers: { 'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793' },
    });
  const missed = { DialWhomNumber: national(one), DialCallStatus: 'no-answer' };
  await ask('rings');
  await ask('rings', missed);
  const events = createEvents({ stores: eventStoresOf(aConfig(), stores, memoryCalls(hunts)), keys, log });
  const told = { CallSid: 'rings', EventType: 'Answered', DialWhomNumber: national(one) };
  await invoke(events, { name: 'events', applet: 'agent', query: told });
  await ask('degraded', {}, { hunts: deafHunts });
  await ask('unavailable', {}, { configs: { read: async () => ({ kind: 'unavailable', cause: 'TimeoutError' }) } });
  await ask('bug', {}, { configs: { read: () => Promise.reject(new Error('a bug')) } });
  const blocking = configsOf(aConfig({ settings: { ...aConfig().settings, blockedCallers: ['+919900112233'] } }));
  await ask('blocked', {}, { configs: blocking });
  await ask('canary-1', {}, { configs: blocking });
  await ask('canary-2', {}, { configs: { read: async () => ({ kind: 'unavailable', cause: 'TimeoutError' }) } });
  await ask('unknown', { CallSid: '' });
  const fallback = createFallback({ snapshots: floorOnly(aConfig()), clock: () => 0, keys, log });
  await invoke(fallback, { name: 'fallback', query: { CallSid: 'fallback' } });
  const bug = () => Promise.reject(new Error('a bug'));
  const broken = createFallback({ snapshots: { current: bug, refreshed: bug }, clock: () => 0, keys, log });
  await invoke(broken, { name: 'fallback' });
  return logged.map((fields) => Object.fromEntries(flat(JSON.parse(JSON.stringify(fields)))));
};

type Definition = { readonly side: string; readonly name: string; readonly text: string; readonly logs: unknown[] };

const words = /^(fields|filter|stats|sort|limit|by|as|and|or|not|like|asc|desc)$/;

/** Every field a query names: no text, no pattern, no function, nothing it makes itself. */
const fieldsOf = (text: string): string[] => {
  const bare = text.replaceAll(/"[^"]*"|\/\^[^/]*\/|`/g, ' ');
  const own = [...bare.matchAll(/ as (\w+)/g)].map(([, name]) => name);
  const named = [...bare.matchAll(/(?<![\w.])[a-z][\w.]*(?![\w.]*\()/gi)].map(([name]) => name);
  return [...new Set(named)].filter((name) => !words.test(name) && name !== 'timestamp' && !own.includes(name));
};

/** The filter of a query as a function: the little of the language that is used. */
const filterOf = (text: string): ((line: Line) => boolean) => {
  const filter = /^\| filter (.*)$/m.exec(text)?.[1] ?? '';
  const code = filter
    .replaceAll(/(\w+) not like (\/.*?\/)/g, '!$2.test(line.$1)')
    .replaceAll(/not ispresent\((\w+)\)/g, 'line.$1 === undefined')
    .replaceAll(/ispresent\((\w+)\)/g, 'line.$1 !== undefined')
    .replaceAll(/(?<![.\w])(\w+) (=|!=|>=) /g, 'line.$1 $2 ')
    .replaceAll(/ = /g, ' === ')
    .replaceAll(/ != /g, ' !== ')
    .replaceAll(' and ', ' && ')
    .replaceAll(' or ', ' || ');
  return new Function('line', `return ${code}`) as (line: Line) => boolean;
};

describe('the saved queries', () => {
  let lines: Line[];
  let definitions: Definition[];
  beforeAll(async () => {
    lines = await someLines();
    const templates: Templates = makeTemplates();
    definitions = (['primary', 'fallback', 'events'] as const).flatMap((side) =>
      resourcesOf(templates[side], 'AWS::Logs::QueryDefinition').map(({ Properties }) => ({
        side,
        name: Properties.Name as string,
        text: Properties.QueryString as string,
        logs: Properties.LogGroupNames as unknown[],
      })),
    );
  });

  const called = (title: string): string => {
    const text = definitions.find(({ name }) => name.startsWith(`dial-whom/dev/${title}`))?.text;
    if (text === undefined) throw new Error(`no query ${title}`);
    return text;
  };
  const found = (text: string) => lines.filter(filterOf(text)).map(({ callSid, url }) => `${url} ${callSid}`);

  it('are there for every Region, over the logs of its functions', () => {
    const story = 'dial-whom/dev/A call (put its CallSid into the filter)';
    const others = ['Slowest answers, and what they waited for', 'Calls without numbers, and why', 'Answers by pool'];
    const titled = (side: string) => others.map((title) => [side, `dial-whom/dev/${title}`, 1]);
    expect(definitions.map(({ side, name, logs }) => [side, name, logs.length]).sort()).toEqual(
      // Where the table is, a call's story is in two logs.
      [...titled('primary'), ['fallback', story, 1], ...titled('fallback'), ['events', story, 2]].sort(),
    );
  });

  it('have names that CloudWatch takes: parts without colon and star, and a slash between them', () => {
    for (const { name } of definitions) expect(name).toMatch(/^([^:*/]+\/)*[^:*/]+$/);
  });

  it('name no field that is in no line', () => {
    const known = new Set(lines.flatMap((line) => Object.keys(line)));
    for (const { text } of definitions) {
      expect(fieldsOf(text).length).toBeGreaterThan(4);
      expect(fieldsOf(text).filter((name) => !known.has(name))).toEqual([]);
    }
  });

  it('tell the story of a call: what was asked, answered and told, and nothing of other calls', () => {
    const text = called('A call').replace('CALLSID', 'rings');
    expect(found(text)).toEqual(['primary rings', 'primary rings', 'events rings']);
    expect(text).toMatch(/sort @timestamp asc/);
  });

  it('find calls without numbers, faults and all, and no canary', () => {
    expect(found(called('Calls without numbers'))).toEqual([
      'primary unavailable',
      'primary bug',
      'primary blocked',
      // Of a request without a CallSid, which is no canary's.
      'fallback undefined',
    ]);
  });

  it('find every answer for the slowest, and for the pools those that are one, of callers', () => {
    expect(found(called('Slowest'))).toHaveLength(lines.length);
    expect(found(called('Answers by pool'))).toEqual([
      'primary rings',
      'primary rings',
      'primary degraded',
      'primary unavailable',
      'primary blocked',
      'fallback fallback',
    ]);
  });
});
