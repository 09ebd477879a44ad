import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Call, ConversationEvent } from '../../bin/emulator/call.ts';
import { holdConversation, passThrough } from '../../bin/emulator/conversation.ts';
import { type FaultRates, fateOf } from '../../bin/emulator/event-faults.ts';
import { createEventSender } from '../../bin/emulator/event-sender.ts';
import type { ProviderEvent } from '../../bin/emulator/events.ts';
import type { Fetch } from '../../bin/emulator/http-get.ts';
import { phonesThat } from '../../bin/emulator/phones.ts';
import { holds } from '../support/property.ts';
import { createSimulation } from '../support/simulation.ts';
import { aCall, asha, aWorld, bilal, chitra, type World } from './a-call.ts';

const url = 'http://events.test/events?key=k1';
const all = { body: [asha, bilal, chitra].join(',') };
const phones = phonesThat([
  [asha, 'busy'],
  [bilal, 'completed'],
]);

/** A world whose events URLs answer 200, or as told, and what they were told. */
const listening = (
  world: World,
  answer: () => ReturnType<Fetch> = async () => ({ status: 200, text: async () => '' }),
) => {
  const told: { path: string; query: URLSearchParams }[] = [];
  const fetch: Fetch = (address, init) => {
    if (!address.startsWith('http://events.test/')) return world.fetch(address, init);
    const { pathname, searchParams } = new URL(address);
    told.push({ path: pathname, query: searchParams });
    return answer();
  };
  return { ...world, fetch, told };
};

describe('a conversation with events', () => {
  test('tells each step of each number on the reported clock, and how the call left', async () => {
    const world = listening(aWorld({ primary: [all] }));
    const call = aCall({ phones });
    const events = createEventSender(call, { url }, world);
    await holdConversation(call, { ...world, events });
    const sent = await events.settled();
    const names = ['EventType', 'Status', 'DialWhomNumber', 'DialCallStatus', 'CurrentTime'];
    expect(world.told.map(({ path, query }) => [path, ...names.map((name) => query.get(name))])).toEqual([
      ['/events/agent', 'Dial', 'busy', '09900000001', null, '2024-09-03 11:44:54'],
      ['/events/agent', 'Terminal', 'free', '09900000001', 'busy', '2024-09-03 11:44:59'],
      ['/events/agent', 'Dial', 'busy', '09900000002', null, '2024-09-03 11:44:59'],
      ['/events/agent', 'Answered', 'busy', '09900000002', null, '2024-09-03 11:45:07'],
      ['/events/agent', 'Terminal', 'free', '09900000002', 'completed', '2024-09-03 11:46:07'],
      ['/events/passthru', null, null, '09900000002', 'completed', '2024-09-03 11:46:07'],
    ]);
    const passthru = world.told.at(-1)?.query;
    expect(['key', 'Legs[0][OnCallDuration]', 'Legs[1][OnCallDuration]'].map((name) => passthru?.get(name))).toEqual([
      ...['k1', '0', '60'],
    ]);
    expect(sent.map(({ name, type, number }) => [name, type, number])).toEqual([
      ['agent', 'Dial', asha],
      ['agent', 'Terminal', asha],
      ['agent', 'Dial', bilal],
      ['agent', 'Answered', bilal],
      ['agent', 'Terminal', bilal],
      ['passthru', 'passthru', bilal],
    ]);
  });

  test('where nobody really rings, asks on and leaves only once what happened before is told and answered', async () => {
    const happened: string[] = [];
    const world = aWorld({ primary: [all] });
    const fetch: Fetch = async (address, init) => {
      const { pathname, searchParams } = new URL(address);
      const what = [pathname, searchParams.get('EventType') ?? ''].join(' ').trim();
      happened.push(what);
      if (!pathname.startsWith('/events/')) return world.fetch(address, init);
      // Later than anything that does not wait for it.
      await new Promise((settle) => setTimeout(settle, 5));
      happened.push(`${what} answered`);
      return { status: 200, text: async () => '' };
    };
    const onEvent = (event: ConversationEvent) => void (event.kind === 'left' && happened.push('left'));
    const call = aCall({ phones });
    const deps = { ...world, fetch, onEvent };
    const events = createEventSender(call, { url }, deps);
    await holdConversation(call, { ...deps, events });
    await events.settled();
    const answered = (...types: readonly string[]) =>
      types.flatMap((type) => [`/events/${type}`, `/events/${type} answered`]);
    expect(happened).toEqual([
      '/primary/main',
      ...answered('agent Dial', 'agent Terminal'),
      '/primary/main',
      ...answered('agent Dial', 'agent Answered', 'agent Terminal'),
      'left',
      ...answered('passthru'),
    ]);
  });

  test('tells them when they happen where phones really ring and people really talk', async () => {
    const simulation = createSimulation({ startMs: Date.parse('2024-09-03T11:44:54+05:30') });
    const heard: [number, string | null][] = [];
    const fetch = simulation.track(async (address) => {
      const { pathname, searchParams } = new URL(address);
      if (pathname !== '/primary/main') heard.push([simulation.now(), searchParams.get('CurrentTime')]);
      return { status: 200, text: async () => bilal };
    });
    const deps = { fetch, now: simulation.now, sleep: simulation.sleep };
    const call = aCall({ phones, ringSeconds: 4, talkSeconds: 30 });
    const events = createEventSender(call, { url }, deps);
    await simulation.run([() => holdConversation(call, { ...deps, events })]);
    expect(heard.map(([ms, text]) => [new Date(ms + 5.5 * 3_600_000).toISOString().slice(11, 19), text])).toEqual([
      ['11:44:54', '2024-09-03 11:44:54'],
      ['11:44:58', '2024-09-03 11:44:58'],
      ['11:45:28', '2024-09-03 11:45:28'],
      ['11:45:28', '2024-09-03 11:45:28'],
    ]);
  });

  test.each([
    ['refused', () => Promise.reject(new TypeError('fetch failed'))],
    ['silent', () => new Promise<never>(() => {})],
    ['broken', async () => ({ status: 500, text: async () => 'broken' })],
  ] as const)('ends as it would without them when their URL is %s', async (_, answer) => {
    const world = listening(aWorld({ primary: [all] }), answer);
    const call = aCall({ phones });
    const events = createEventSender(call, { url }, world);
    const result = await holdConversation(call, { ...world, events });
    expect(result).toEqual(await holdConversation(call, aWorld({ primary: [all] })));
    const sent = await events.settled();
    expect(sent).toHaveLength(6);
    expect(new Set(sent.map(({ status }) => status)).size).toBe(1);
  });

  test('tells each pass of a call by the legs of that pass', async () => {
    const world = listening(aWorld({ primary: [{ body: asha }, { body: '' }] }));
    const call = aCall({ phones });
    const events = createEventSender(call, { url }, world);
    const first = await passThrough(call, { ...world, events });
    await passThrough({ ...call, ...first.handover }, { ...world, events });
    const legsOf = ({ query }: { query: URLSearchParams }) => query.get('Legs[0][Number]');
    await events.settled();
    const passthrus = world.told.filter(({ path }) => path === '/events/passthru');
    expect(passthrus.map(legsOf)).toEqual(['09900000001', null]);
    expect(passthrus[1]?.query.get('DialCallStatus')).toBe('busy');
  });
});

/** Sends events named by letters and tells in which order they arrived. */
const arrivals = async (letters: string, rates: FaultRates, call: Partial<Call> = {}, seed = 'seed') => {
  const world = listening(aWorld({ primary: [] }));
  const sender = createEventSender(aCall(call), { url, rates, seed }, world);
  for (const letter of letters) {
    const event: ProviderEvent = { name: 'agent', type: 'Dial', number: letter, atMs: 0, query: `letter=${letter}` };
    void sender.send(event);
  }
  const sent = await sender.settled();
  expect(world.told.map(({ query }) => query.get('letter'))).toEqual(sent.map(({ number }) => number));
  return { order: sent.map(({ number }) => number).join(''), slept: world.slept };
};

describe('faults', () => {
  test.each([
    [{}, 'abcde'],
    [{ lost: 1 }, ''],
    [{ doubled: 1 }, 'aabbccddee'],
    [{ reordered: 1 }, 'badce'],
    [{ reordered: 1, doubled: 1 }, 'bbaaddccee'],
    [{ lost: 1, late: 1, doubled: 1, reordered: 1 }, ''],
  ])('%j make abcde arrive as "%s"', async (rates, order) => {
    expect((await arrivals('abcde', rates)).order).toBe(order);
  });

  test('let a late event come behind the others of a call that is over at once', async () => {
    const rates = { late: 0.4 };
    const late = [...'abcdefgh'].filter((_, index) => fateOf('seed', index, rates).late);
    const prompt = [...'abcdefgh'].filter((letter) => !late.includes(letter));
    expect([late.length > 0, prompt.length > 0]).toEqual([true, true]);
    expect(await arrivals('abcdefgh', rates)).toEqual({ order: [...prompt, ...late].join(''), slept: [] });
  });

  test('let a late event come 15 s later where time really passes', async () => {
    expect(await arrivals('a', { late: 1 }, { talkSeconds: 60 })).toEqual({ order: 'a', slept: [15_000] });
  });

  test('lose and double what they say, swap neighbours only, and do it again for the same seed', async () => {
    const rate = fc.constantFrom(0, 0.2, 0.5, 1);
    const property = fc.asyncProperty(
      fc.record({ lost: rate, doubled: rate, reordered: rate }),
      fc.string(),
      async (rates, seed) => {
        const letters = 'abcdefghij';
        const { order } = await arrivals(letters, rates, {}, seed);
        const expected = [...letters].flatMap((letter, index) => {
          const fate = fateOf(seed, index, rates);
          return fate.lost ? [] : Array<string>(fate.doubled ? 2 : 1).fill(letter);
        });
        expect([...order].toSorted()).toEqual(expected);
        const firsts = [...new Set(order)];
        const inOrder = [...new Set(expected)];
        for (const [place, letter] of firsts.entries()) {
          expect(Math.abs(inOrder.indexOf(letter) - place)).toBeLessThanOrEqual(1);
        }
        expect((await arrivals(letters, rates, {}, seed)).order).toBe(order);
      },
    );
    await holds('events arrive as their fates say', 100, property);
  });
});
