import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numbersToDial } from '../../bin/emulator/answer.ts';
import { holdConversation } from '../../bin/emulator/conversation.ts';
import { phoneOutcomes, phonesThat } from '../../bin/emulator/phones.ts';
import { aCall, aWorld, type Scripted } from './a-call.ts';

const numbers = Array.from({ length: 6 }, (_, index) => `+91990000000${index}`);
const lists = fc.array(fc.constantFrom(...numbers, '09900000000', '09900000003'), { maxLength: 8 });
const bodies = fc.oneof({ weight: 6, arbitrary: lists.map((list) => list.join(',')) }, fc.string());
const answers: fc.Arbitrary<Scripted> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ body: bodies }) },
  fc.record({ status: fc.constantFrom(201, 302, 404, 503), body: bodies }),
  fc.constant<Scripted>('refused'),
);
const scripts = fc.array(answers, { minLength: 1, maxLength: 12 });
const outcomes = fc.constantFrom(...phoneOutcomes, 'no-answer' as const, 'no-answer' as const);

test('whatever the URLs answer, the call ends, dials nobody twice and asks at most once more than it dials', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ primary: scripts, fallback: scripts }),
      fc.array(outcomes, { minLength: 6, maxLength: 6 }),
      fc.boolean(),
      fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      async (script, behaviour, once, hangupAfter) => {
        const phones = phonesThat(numbers.map((number, index) => [number, behaviour[index] ?? 'no-answer']));
        const { exit, requests, attempts } = await holdConversation(
          aCall({ phones, once, hangupAfter }),
          aWorld(script),
        );

        const dialled = attempts.map(({ number }) => number.slice(-10));
        expect(new Set(dialled).size).toBe(dialled.length);

        const fetches = requests.filter(({ url }) => url === 'primary').length;
        const talkedOrHungUp = exit === 'conversation-ended' || exit === 'caller-hung-up';
        expect(fetches).toBe(once ? 1 : attempts.length + (talkedOrHungUp ? 0 : 1));
        requests.forEach(({ url }, index) => {
          const before = requests[index - 1];
          expect(url === 'fallback').toBe(before?.url === 'primary' && before.status !== 200);
        });

        const offered = requests.flatMap(({ status, body }) => (status === 200 ? numbersToDial(body) : []));
        for (const { number } of attempts) expect(offered).toContain(number);
        for (const { outcome } of attempts.slice(0, -1)) expect(['busy', 'no-answer', 'failed']).toContain(outcome);
        const last = attempts.at(-1)?.outcome;
        expect(exit === 'conversation-ended').toBe(last === 'completed');
        expect(exit === 'caller-hung-up').toBe(last === 'canceled');
        expect(exit === 'did-not-dial').toBe(attempts.length === 0);
      },
    ),
    { numRuns: 300 },
  );
});
