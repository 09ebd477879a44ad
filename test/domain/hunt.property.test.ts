import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Config } from '../../functions/domain/config.ts';
import { decide } from '../../functions/domain/cursor.ts';
import { attemptsOf, type Hunt, headOf } from '../../functions/domain/hunt.ts';
import { numbersIn } from '../../functions/domain/plan.ts';
import type { Call } from '../../functions/domain/request.ts';
import { aCall, aConfig, anId, aPool, aWorld, national, numberOf } from '../support/builders.ts';
import { afterWrite } from '../support/memory-hunts.ts';
import { runs } from '../support/runs.ts';

/** What can happen to one call: true reports, reports of somebody the fallback rang, lost and doubled requests, edits, pauses. */
const events = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('head rang' as const),
        status: fc.constantFrom('no-answer', 'busy', 'failed', 'null'),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('somebody rang' as const),
        who: fc.nat(9),
        status: fc.constantFrom('no-answer', 'busy'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('status only' as const),
        status: fc.constantFrom('no-answer', 'canceled'),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('again' as const), back: fc.nat(5) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('comes back' as const), digits: fc.constantFrom('1', '2', undefined) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('completed' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('edit' as const), members: fc.subarray([1, 2, 3, 4, 5, 6]) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.nat(40) }) },
  ),
  { minLength: 1, maxLength: 40 },
);
type Event = typeof events extends fc.Arbitrary<readonly (infer E)[]> ? E : never;

const configOf = (members: readonly number[]): Config =>
  aConfig({
    agents: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`a${n}`, { name: `${n}`, numbers: [numberOf(n)] }])),
    pools: {
      sales: aPool(
        members.map((n) => `a${n}`),
        { maxAttempts: 3 },
      ),
      support: aPool(['a6', 'a1']),
    },
  });

type State = {
  hunt: Hunt | undefined;
  config: Config;
  nowMs: number;
  asked: { call: Call; visit: number; body: string }[];
};

const callFor = (event: Event, state: State): Call | undefined => {
  const CurrentTime = new Date(state.nowMs).toISOString().slice(0, 19).replace('T', ' ');
  const last = state.hunt === undefined ? undefined : attemptsOf(state.hunt).at(-1);
  const head = last === undefined ? undefined : headOf(last);
  switch (event.kind) {
    case 'head rang':
      return head === undefined
        ? aCall({ CurrentTime })
        : aCall({ DialWhomNumber: national(head), DialCallStatus: event.status, CurrentTime });
    case 'somebody rang':
      return aCall({ DialWhomNumber: national(numberOf(event.who)), DialCallStatus: event.status, CurrentTime });
    case 'status only':
      return aCall({ DialCallStatus: event.status, DialCallDuration: '20', CurrentTime });
    case 'completed':
      return aCall({ DialWhomNumber: national(head ?? numberOf(1)), DialCallStatus: 'completed', CurrentTime });
    case 'comes back':
      return aCall({ CurrentTime, ...(event.digits === undefined ? {} : { digits: event.digits }) });
    case 'again':
      return state.asked.at(-1 - event.back)?.call;
    case 'edit':
    case 'wait':
      return undefined;
  }
};

const ask = (call: Call, state: State): void => {
  const { hunt: before, config, nowMs } = state;
  const world = aWorld(config, { nowMs });
  const decision = decide(call, anId(), before, world);
  expect(decide(call, anId(), before, world), 'the same question has the same answer').toEqual(decision);

  // A pool that somebody emptied is a fault, not an answer.
  if (decision.kind === 'unusable') return;
  const body = decision.answer.kind === 'offer' ? decision.answer.numbers.join(',') : '';
  if (decision.kind === 'repeat') {
    const own = state.asked.find((one) => one.call === call && one.visit === before?.visit);
    if (own !== undefined && before?.end === undefined) expect(body, 'a repeat gets its own bytes').toBe(own.body);
    return;
  }

  const after = afterWrite(before, decision.write);
  state.hunt = after;
  state.asked.push({ call, visit: after.visit, body });
  if (decision.answer.kind === 'offer') {
    const [head = ''] = decision.answer.numbers;
    const poolNow = numbersIn(config, nowMs);
    expect(after.rung, 'nobody heads a new attempt after he was known rung').not.toContain(head);
    expect(
      decision.answer.numbers.every((number) => poolNow.has(number)),
      'only people of the pool',
    ).toBe(true);
    expect(new Set(decision.answer.numbers).size).toBe(decision.answer.numbers.length);
    const times = attemptsOf(after).filter((attempt) => headOf(attempt) === head).length;
    expect(times, 'so every visit ends').toBeLessThanOrEqual(2);
  } else if (decision.answer.reason === 'exhausted') {
    const heads = new Set(attemptsOf(after).map(headOf));
    const eligible = after.plan.filter((number) => numbersIn(config, nowMs).has(number));
    const forgotten = eligible.filter((number) => !after.rung.includes(number) && !heads.has(number));
    expect(forgotten, 'nobody eligible was never at the head').toEqual([]);
  }
};

it('holds its invariants whatever happens to a call', () => {
  fc.assert(
    fc.property(fc.subarray([1, 2, 3, 4, 5, 6]), events, (members, happenings) => {
      const state: State = {
        hunt: undefined,
        config: configOf(members),
        nowMs: Date.parse('2026-11-21T06:00:00Z'),
        asked: [],
      };
      ask(aCall(), state);
      for (const event of happenings) {
        state.nowMs += 1000;
        if (event.kind === 'edit') state.config = configOf(event.members);
        if (event.kind === 'wait') state.nowMs += event.seconds * 1000;
        const call = callFor(event, state);
        if (call !== undefined) ask(call, state);
      }
    }),
    { numRuns: runs(2000) },
  );
});

it('ends every visit in at most two attempts a number and one, if the provider only keeps asking', () => {
  fc.assert(
    fc.property(fc.subarray([1, 2, 3, 4, 5, 6], { minLength: 1 }), fc.infiniteStream(fc.nat(9)), (members, who) => {
      const config = configOf(members);
      let nowMs = Date.parse('2026-11-21T06:00:00Z');
      let hunt: Hunt | undefined;
      let attempts = 0;
      for (const someone of who) {
        const CurrentTime = new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ');
        const call =
          attempts === 0
            ? aCall()
            : someone === 0
              ? aCall({ DialCallStatus: 'no-answer', CurrentTime })
              : aCall({ DialWhomNumber: national(numberOf(someone)), DialCallStatus: 'no-answer', CurrentTime });
        const decision = decide(call, anId(), hunt, aWorld(config, { nowMs }));
        nowMs += 1000;
        if (decision.kind !== 'answer') continue;
        hunt = afterWrite(hunt, decision.write);
        attempts += 1;
        if (hunt.end !== undefined) break;
        expect(attempts).toBeLessThanOrEqual(2 * members.length);
      }
      expect(hunt?.end).toBeDefined();
    }),
    { numRuns: runs(500) },
  );
});
