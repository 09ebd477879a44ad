/** The hostile requests at the handlers, as a gateway hands them over: what each URL answers, and what it leaves in the log. */
import { afterAll, expect, it } from 'vitest';
import { createHandler as createEvents } from '../../functions/events/handler.ts';
import { createHandler as createFallback } from '../../functions/fallback/handler.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import { createLog } from '../../functions/runtime/log.ts';
import {
  appletOf,
  bodyOf,
  config,
  expectHarmless,
  type Hostile,
  hostiles,
  key,
  keys,
  queryOf,
  wordFor,
} from '../support/hostile.ts';
import { type Get, invoke, type Query } from '../support/invoke.ts';
import { memoryHunts } from '../support/memory-hunts.ts';
import { floorOnly } from '../support/snapshots.ts';
import { configsOf, eventStoresOf, memoryCalls, someStores } from '../support/stores.ts';

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

const parametersOf = (hostile: Hostile): Query => {
  if (hostile.params !== undefined) return hostile.key === null ? hostile.params : { key, ...hostile.params };
  const params = new URLSearchParams(queryOf(hostile));
  return Object.fromEntries([...params.keys()].map((name) => [name, params.getAll(name)]));
};

/** New handlers, and what they write. */
const aSystem = () => {
  const lines: string[] = [];
  const stores = someStores({ configs: configsOf(config), hunts: memoryHunts() });
  const { clock } = stores;
  const log = createLog('test', clock, (line) => lines.push(line));
  const calls = memoryCalls(memoryHunts());
  const handlers = {
    primary: createPrimary({ stores, keys, log }),
    fallback: createFallback({ snapshots: floorOnly(config), clock, keys, log }),
    events: createEvents({ stores: eventStoresOf(config, stores, calls), keys, log }),
  };
  return { lines, calls, ask: (url: keyof typeof handlers, get: Get) => invoke(handlers[url], { name: url, ...get }) };
};

const asked = hostiles.filter(({ request, body }) => request === undefined && body === undefined);
let answers = 0;

it.each(asked)('$name', async (hostile) => {
  const { lines, calls, ask } = aSystem();
  const { headers = {} } = hostile;
  const get: Get = { applet: decoded(appletOf(hostile)), query: parametersOf(hostile), headers };
  for (const url of ['primary', 'fallback'] as const) {
    const { statusCode, body, headers: given = {} } = await ask(url, get);
    expect(wordFor(statusCode, body, given['x-dial-whom-reason'] as string | undefined), url).toBe(hostile[url]);
    expect(
      Object.keys(given).filter((name) => !/^(content-type|cache-control|x-dial-whom-[a-z-]+)$/.test(name)),
    ).toEqual([]);
    answers += 1;
  }
  if (hostile.events !== undefined) {
    const { statusCode } = await ask('events', { ...get, applet: 'passthru' });
    const { taken = statusCode } = JSON.parse(lines.at(-1) ?? '') as { taken?: string };
    expect(taken, 'events').toBe(hostile.events);
    expect(calls.kept.size).toBe(0);
    answers += 1;
  }
  expectHarmless(lines);
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
});

it.each(hostiles.filter(({ body }) => body !== undefined))('$name', async (hostile) => {
  const { lines, calls, ask } = aSystem();
  const query: Query = hostile.key === null ? {} : { key };
  const post: Get = { applet: 'status', method: 'POST', query, body: bodyOf(hostile), headers: hostile.headers ?? {} };
  const { statusCode } = await ask('events', post);
  const { taken = statusCode } = JSON.parse(lines.at(-1) ?? '') as { taken?: string };
  expect(taken).toBe(hostile.events);
  expect(calls.kept.size).toBe(0);
  expectHarmless(lines);
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
  answers += 1;
});

afterAll(() => console.log(`hostile requests: ${answers} answers of handlers as expected`));
