import { describe, expect, it } from 'vitest';
import { holdConversation, passThrough } from '../../bin/emulator/conversation.ts';
import { aConfig, aPool, four, numberOf, one, three, two } from '../support/builders.ts';
import { aCaller, inProcess } from '../support/in-process.ts';
import { deafHunts } from '../support/stores.ts';

const dialled = (attempts: readonly { readonly number: string }[]) => attempts.map(({ number }) => number);

describe('a call', () => {
  it('rings one after the other until somebody answers', async () => {
    const call = aCaller({ [one]: 'no-answer', [two]: 'busy', [three]: 'completed' });
    const result = await holdConversation(call, inProcess());
    expect(result.exit).toBe('conversation-ended');
    expect(dialled(result.attempts)).toEqual([one, two, three]);
    expect(result.requests.map(({ url }) => url)).toEqual(['primary', 'primary', 'primary']);
  });

  it('rings each number once when nobody answers, then gets an empty 200', async () => {
    const result = await holdConversation(aCaller(), inProcess());
    expect(result.exit).toBe('nobody-answered');
    expect(dialled(result.attempts)).toEqual([one, two, three]);
    expect(result.requests.at(-1)).toMatchObject({ url: 'primary', status: 200, body: '' });
  });

  it('asks once when the applet does not fetch after every attempt', async () => {
    const result = await holdConversation(aCaller({}, { once: true }), inProcess());
    expect(result.requests).toHaveLength(1);
    expect(dialled(result.attempts)).toEqual([one, two, three]);
  });

  it.each(['full', 'no-number', 'null-status'] as const)(
    'rings everybody once when reports are %s',
    async (reportStyle) => {
      const result = await holdConversation(aCaller({}, { reportStyle }), inProcess());
      expect(dialled(result.attempts)).toEqual([one, two, three]);
      expect(result.exit).toBe('nobody-answered');
    },
  );

  it('goes on although the state cannot be reached', async () => {
    const result = await holdConversation(
      aCaller({ [three]: 'completed' }),
      inProcess(aConfig(), { hunts: deafHunts }),
    );
    expect(result.exit).toBe('conversation-ended');
  });
});

describe('a call to a pool of single answers', () => {
  const people = { a1: one, a2: two, a3: three, a4: four, a5: numberOf(5) };
  const config = aConfig({
    agents: Object.fromEntries(Object.entries(people).map(([id, number]) => [id, { name: id, numbers: [number] }])),
    pools: { sales: aPool(Object.keys(people), { answer: 'one' }), support: aPool([]) },
  });

  it('is answered a number at a time', async () => {
    const { requests } = await holdConversation(aCaller(), inProcess(config));
    expect(requests.map(({ body }) => body)).toEqual([...Object.values(people), '']);
  });

  it.each([
    ['began', 0],
    ['went on', 1],
  ])(
    'rings everybody although it %s with the fallback, whose answers the primary knows nothing of',
    async (_how, calls) => {
      for (const refused of [1, 2, 3]) {
        const world = inProcess(config);
        let answered = 0;
        const fetch: typeof world.fetch = async (url, init) => {
          if (url.includes('/primary/') && answered === calls) world.refuse(refused);
          if (url.includes('/primary/')) answered += 1;
          return world.fetch(url, init);
        };
        const { attempts, exit } = await holdConversation(aCaller(), { ...world, fetch });
        expect(dialled(attempts).sort(), `${refused} answers of the fallback`).toEqual(Object.values(people));
        expect(exit).toBe('nobody-answered');
      }
    },
  );
});

describe('a flow that comes back', () => {
  it.each([
    ['after exhaustion, with digits, at once', {}, '2', 0, [four]],
    ['after exhaustion, without digits, later', {}, undefined, 11, [one, two, three]],
    ['after a conversation, with digits, at once', { [two]: 'completed' as const }, '2', 0, [four]],
    ['after a conversation, without digits, later', { [two]: 'completed' as const }, undefined, 11, [one, two]],
  ])('hunts anew: %s', async (_when, outcomes, digits, pauseSeconds, expected) => {
    const world = inProcess();
    const call = aCaller(outcomes);
    const first = await passThrough(call, world);
    world.wait(pauseSeconds);
    const second = await passThrough({ ...call, ...first.handover, digits }, world);
    expect(dialled(second.result.attempts)).toEqual(expected);
  });

  it('hunts anew through a second Connect of the flow that has a leg of its own, at once', async () => {
    const world = inProcess();
    const first = await passThrough(aCaller(), world);
    const second = aCaller({}, { ...first.handover, primary: 'http://test/primary/main?leg=second' });
    expect(dialled((await holdConversation(second, world)).attempts)).toEqual([one, two, three]);
  });

  it('hunts anew through a second Connect on the same URL, once something was played in between', async () => {
    const world = inProcess();
    const first = await passThrough(aCaller(), world);
    world.wait(11);
    const second = await holdConversation(aCaller({}, first.handover), world);
    expect(dialled(second.attempts)).toEqual([one, two, three]);
  });
});

describe('an answer lost on the way', () => {
  it.each([0, 1, 2])('after %i answers skips nobody and rings nobody twice', async (answersBefore) => {
    const world = inProcess();
    let asked = 0;
    const fetch: typeof world.fetch = (...args) => {
      if (args[0].includes('/primary/')) {
        if (asked === answersBefore) world.loseAnswers(1);
        asked += 1;
      }
      return world.fetch(...args);
    };
    const result = await holdConversation(aCaller(), { ...world, fetch });
    expect(result.exit).toBe('nobody-answered');
    expect(dialled(result.attempts).toSorted()).toEqual([one, two, three].toSorted());
    expect(result.requests.filter(({ url }) => url === 'fallback')).toHaveLength(1);
  });

  it('keeps the department that digits chose when the first answer came from the fallback', async () => {
    const config = aConfig({ pools: { sales: aPool(['a1', 'a2']), support: aPool(['a4', 'a3']) } });
    const world = inProcess(config);
    world.refuse(1);
    const result = await holdConversation(aCaller({}, { digits: '2' }), world);
    expect(dialled(result.attempts)).toEqual([four, three]);
  });

  it('all of them, is a call the fallback carries alone', async () => {
    const world = inProcess();
    world.loseAnswers(100);
    const result = await holdConversation(aCaller({ [two]: 'completed' }), world);
    expect(result.exit).toBe('conversation-ended');
    expect(dialled(result.attempts)).toEqual([one, two]);
  });
});
