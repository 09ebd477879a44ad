import fc from 'fast-check';
import { expect, it } from 'vitest';
import { availabilityOf, rulesFor } from '../../functions/domain/availability.ts';
import { afterClaim, isClaimable } from '../../functions/domain/claim.ts';
import { agentOf, type Config } from '../../functions/domain/config.ts';
import { type Decision, decide } from '../../functions/domain/cursor.ts';
import { numbersStillOffered } from '../../functions/domain/dialable-numbers.ts';
import { afterWrite, attemptsOf, type Hunt, headOf } from '../../functions/domain/hunt.ts';
import { afterEvent } from '../../functions/domain/lease.ts';
import { type Live, nothingKnown, ringLeaseMs } from '../../functions/domain/live.ts';
import { isDialable } from '../../functions/domain/phone.ts';
import { planUnremembered } from '../../functions/domain/plan.ts';
import type { Call } from '../../functions/domain/request.ts';
import { aCall, aConfig, anId, aPool, national, numberOf, someInputs } from '../support/builders.ts';
import { agentNamed, changed, configs, type Happening, happenings, moments } from '../support/happenings.ts';
import { holds } from '../support/property.ts';

type State = {
  hunt: Hunt | undefined;
  config: Config;
  nowMs: number;
  live: Map<string, Live>;
  asked: { call: Call; visit: number; body: string }[];
  readonly caller: string;
};

const startOf = (config: Config, nowMs: number, caller: string): State => ({
  hunt: undefined,
  config,
  nowMs,
  live: new Map(),
  asked: [],
  caller,
});

const requestOf = (state: State, more: Readonly<Record<string, string>> = {}): Call => {
  const CurrentTime = new Date(state.nowMs).toISOString().slice(0, 19).replace('T', ' ');
  return aCall({ CurrentTime, CallFrom: state.caller, ...more });
};

const callFor = (happening: Happening, state: State): Call | undefined => {
  const request = (more: Readonly<Record<string, string>> = {}) => requestOf(state, more);
  const last = state.hunt === undefined ? undefined : attemptsOf(state.hunt).at(-1);
  const head = last === undefined ? undefined : headOf(last);
  switch (happening.kind) {
    case 'head rang':
      return head === undefined
        ? request()
        : request({ DialWhomNumber: national(head), DialCallStatus: happening.status });
    case 'somebody rang':
      return request({ DialWhomNumber: national(numberOf(happening.who)), DialCallStatus: happening.status });
    case 'fallback rang': {
      const { config, nowMs } = state;
      const plan = planUnremembered(request(), someInputs(config).applet, { config, nowMs, live: new Map() });
      const number = plan.numbers[happening.place];
      return number === undefined
        ? undefined
        : request({ DialWhomNumber: national(number), DialCallStatus: 'no-answer' });
    }
    case 'status only':
      return request({ DialCallStatus: happening.status, DialCallDuration: '20' });
    case 'completed':
      return request({ DialWhomNumber: national(head ?? numberOf(1)), DialCallStatus: 'completed' });
    case 'comes back':
      return request(happening.digits === undefined ? {} : { digits: happening.digits });
    case 'again':
      return state.asked.at(-1 - happening.back)?.call;
    default:
      return undefined;
  }
};

/** What happens around the call. */
const goOn = (happening: Happening, state: State): void => {
  state.nowMs += 1000;
  if (happening.kind === 'wait') state.nowMs += happening.seconds * 1000;
  state.config = changed(state.config, happening, state.nowMs);
  if (happening.kind !== 'others ring') return;
  for (const agent of happening.agents) {
    const live = state.live.get(agent) ?? nothingKnown;
    const untilMs = state.nowMs + happening.seconds * 1000;
    const lease = { callSid: 'another', attempt: 'x', number: '', claimedAtMs: state.nowMs, untilMs };
    const rules = rulesFor(agent, state.config);
    if (availabilityOf(live, { callSid: 'another' }, rules, state.nowMs) !== 'held') {
      state.live.set(agent, { ...live, leases: { 0: lease } });
    }
  }
};

const ask = (call: Call, state: State): void => {
  const { hunt: before, config, nowMs, live } = state;
  const world = someInputs(config, { nowMs, live });
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
  checkAnswer(decision, after, state);
  carryOut(decision, state);
};

type Answered = Extract<Decision, { kind: 'answer' }>;

const checkAnswer = ({ answer, head: whose }: Answered, after: Hunt, { config, nowMs, live, caller }: State): void => {
  const standing = (number: string) => {
    const agent = agentOf(number, config) ?? '';
    return availabilityOf(live.get(agent), { callSid: 'a1' }, rulesFor(agent, config), nowMs);
  };
  const pools = Object.values(config.pools);
  const isFree = (number: string) => ['free', 'cooling'].includes(standing(number));
  if (answer.kind === 'empty') {
    if (answer.reason === 'busy') {
      const left = after.plan.filter((number) => numbersStillOffered(after.pool, config, nowMs).has(number));
      expect(left.some((number) => !after.rung.includes(number) && standing(number) === 'held')).toBe(true);
    }
    const isOverdue = nowMs - (attemptsOf(after)[0]?.atMs ?? 0) >= 300_000;
    if (answer.reason !== 'exhausted' || isOverdue) return;
    const heads = new Set(attemptsOf(after).map(headOf));
    const eligible = after.plan.filter((number) => numbersStillOffered(after.pool, config, nowMs).has(number));
    const forgotten = eligible.filter((number) => !after.rung.includes(number) && !heads.has(number) && isFree(number));
    expect(forgotten, 'nobody eligible was never at the head').toEqual([]);
    return;
  }
  const { numbers } = answer;
  const [head = ''] = numbers;
  const poolNow = numbersStillOffered(after.pool, config, nowMs);
  expect(after.rung, 'nobody heads a new attempt after he was known rung').not.toContain(head);
  expect(numbers.filter((number) => !poolNow.has(number) || !isDialable(number, config.settings))).toEqual([]);
  expect(
    numbers.map((number) => agentOf(number, config)),
    'nobody is offered himself',
  ).not.toContain(agentOf(`+91${caller.slice(1)}`, config) ?? 'nobody');
  expect(new Set(numbers).size).toBe(numbers.length);
  const times = attemptsOf(after).filter((attempt) => headOf(attempt) === head).length;
  expect(times, 'so every visit ends').toBeLessThanOrEqual(2);

  const held = numbers.filter((number) => standing(number) === 'held');
  if (pools.every(({ leases }) => leases === 'on')) expect(held, 'nobody held by another call is offered').toEqual([]);
  if (whose?.kind === 'claim') expect(isClaimable(live.get(whose.claim.agent), whose.claim)).toBe(true);
};

/** What a handler does with an answer. */
const carryOut = ({ head, endings }: Answered, { live, config, nowMs }: State): void => {
  for (const { agent, event } of endings) {
    const effect = afterEvent(live.get(agent) ?? nothingKnown, event, rulesFor(agent, config), nowMs);
    if (effect.kind === 'changed') live.set(agent, effect.live);
  }
  if (head?.kind === 'claim' || head?.kind === 'note') {
    live.set(head.claim.agent, afterClaim(live.get(head.claim.agent), head.claim));
  }
};

it('holds its invariants whatever happens to a call and around it', () => {
  const callers = fc.constantFrom('09900112233', national(numberOf(1)), national(numberOf(16)));
  void holds(
    'invariants of a hunt',
    3000,
    fc.property(configs, moments, callers, happenings, (config, nowMs, caller, all) => {
      const state = startOf(config, nowMs, caller);
      ask(requestOf(state), state);
      for (const happening of all) {
        goOn(happening, state);
        const call = callFor(happening, state);
        if (call !== undefined) ask(call, state);
      }
    }),
  );
});

it('ends every visit in at most two attempts a number and one, if the provider only keeps asking', () => {
  void holds(
    'every visit ends',
    1000,
    fc.property(
      fc.subarray([1, 2, 3, 4, 5, 6], { minLength: 1 }),
      fc.infiniteStream(fc.nat(9)),
      fc.constantFrom('linear' as const, 'least-recently-offered' as const),
      (members, who, strategy) => {
        const pool = aPool(members.map(agentNamed), { strategy });
        const agents = Object.fromEntries(members.map((n) => [agentNamed(n), { name: 'x', numbers: [numberOf(n)] }]));
        const state = startOf(aConfig({ agents, pools: { sales: pool, support: pool } }), 1_795_000_000_000, '');
        let attempts = 0;
        for (const someone of who) {
          state.nowMs += 1000 + (someone % 2) * ringLeaseMs;
          const report: Record<string, string> = someone === 0 ? {} : { DialWhomNumber: national(numberOf(someone)) };
          const before = state.hunt;
          ask(attempts === 0 ? requestOf(state) : requestOf(state, { ...report, DialCallStatus: 'no-answer' }), state);
          if (state.hunt === before) continue;
          attempts += 1;
          if (state.hunt?.end !== undefined) break;
          expect(attempts).toBeLessThanOrEqual(2 * members.length);
        }
        expect(state.hunt?.end).toBeDefined();
      },
    ),
  );
});
