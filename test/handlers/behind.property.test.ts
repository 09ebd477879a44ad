/** Hunts are read eventually consistent: a read may not show what was written less than a second before it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attemptsOf, type Hunt } from '../../functions/domain/hunt.ts';
import type { Pool } from '../../functions/domain/pool.ts';
import type { HuntStore } from '../../functions/domain/ports.ts';
import type { Call } from '../../functions/domain/request.ts';
import { answerCall } from '../../functions/primary/answer-call.ts';
import { aCall, aConfig, anId, aPool, aReport, numberOf } from '../support/builders.ts';
import { memoryHunts } from '../support/memory-hunts.ts';
import { memoryCallers, memoryLives } from '../support/memory-lives.ts';
import { holds } from '../support/property.ts';
import { configsOf } from '../support/stores.ts';

const startMs = Date.parse('2026-11-25T10:00:00+05:30');
const lagMs = 1_000;

/** What is asked after an answer with this head. */
type Asking = (head: string) => Call;

type Step = { readonly call: Asking; readonly gapMs: number; readonly twinGapMs?: number | undefined };

type Played = { readonly bodies: readonly string[]; readonly visits: readonly Hunt[] };

/** What each request is answered, by a table whose reads show what stood `behindMs()` before them. */
const play = async (steps: readonly Step[], leases: Pool['leases'], behindMs: () => number): Promise<Played> => {
  const ids = ['a1', 'a2', 'a3', 'a4'];
  const config = aConfig({
    agents: Object.fromEntries(ids.map((id, index) => [id, { name: id, numbers: [numberOf(index + 1)] }])),
    pools: { sales: aPool(ids, { leases }), support: aPool(ids.toReversed(), { leases }) },
  });
  let nowMs = startMs;
  const stood: { readonly atMs: number; readonly hunt: Hunt | undefined }[] = [];
  const kept = memoryHunts();
  const hunts: HuntStore = {
    latest: async (id) => {
      const seenMs = nowMs - behindMs();
      const hunt = stood.findLast(({ atMs }) => atMs <= seenMs)?.hunt;
      // As the store in DynamoDB has it.
      return { kind: 'found', hunt: (hunt?.visit ?? 1) < 2 ? hunt : kept.visits(id).at(-1) };
    },
    commit: async (id, write, signal) => {
      const result = await kept.commit(id, write, signal);
      stood.push({ atMs: nowMs, hunt: kept.visits(id).at(-1) });
      return result;
    },
  };
  const stores = {
    configs: configsOf(config),
    hunts,
    lives: memoryLives(),
    callers: memoryCallers(),
    clock: () => nowMs,
  };
  const bodies: string[] = [];
  const ask = async (call: Call, gapMs: number) => {
    nowMs += gapMs;
    const { answer } = await answerCall(call, anId(), stores, new AbortController().signal);
    bodies.push(answer.kind === 'offer' ? answer.numbers.join(',') : answer.kind);
  };
  for (const { call, gapMs, twinGapMs } of steps) {
    const head = bodies.findLast((body) => body.startsWith('+'))?.split(',')[0];
    const asked = call(head ?? '');
    await ask(asked, gapMs);
    if (twinGapMs !== undefined) await ask(asked, twinGapMs);
  }
  return { bodies, visits: kept.visits(anId()) };
};

/** Did the first phone of each visit ring until readers saw that visit? A report of it before then is taken for one of the last. */
const rangAsLong = ({ visits }: Played): boolean =>
  visits.every((visit) => {
    const [first, next] = attemptsOf(visit);
    return first === undefined || next === undefined || next.atMs - first.atMs >= lagMs;
  });

/** A request, and how long after the one before it it comes. */
const anAsk = (call: fc.Arbitrary<Asking>, ...gapsMs: number[]) =>
  fc.record({ call, gapMs: fc.constantFrom(...gapsMs) });

const entered = fc.constantFrom<Asking>(
  () => aCall(),
  () => aCall({ digits: '1' }),
  () => aCall({ digits: '2' }),
);
const talked = fc.constant<Asking>((head) => aReport(head, 'completed'));
const failed = fc.constantFrom<Asking>(...['busy', 'failed'].map((status) => (head: string) => aReport(head, status)));

/** Nobody has talked, pressed a key or come back within a second; phones may fail at once. */
const part = fc.oneof(
  fc.tuple(anAsk(entered, 2_000, 20_000)),
  fc.tuple(anAsk(talked, 2_000, 20_000)),
  fc
    .tuple(anAsk(failed, 1_000, 20_000), fc.array(anAsk(failed, 0, 100, 900), { maxLength: 4 }))
    .map(([first, others]) => [first, ...others]),
);

/** A call whose flow asks us first, and any of its requests may come twice. */
const courses = fc
  .array(fc.tuple(part, fc.infiniteStream(fc.constantFrom(undefined, undefined, 0, 500))), { maxLength: 6 })
  .map((parts): readonly Step[] => [
    { call: () => aCall(), gapMs: 0 },
    ...parts.flatMap(([asks, twins]) => asks.map((ask) => ({ ...ask, twinGapMs: twins.next().value }))),
  ]);

it('answers a call the same, however far its hunt is read behind', async () => {
  await holds(
    'one call, read behind',
    2000,
    fc.asyncProperty(
      courses,
      fc.constantFrom<Pool['leases']>('on', 'off'),
      fc.infiniteStream(fc.integer({ min: 0, max: lagMs })),
      async (course, leases, behind) => {
        const inTime = await play(course, leases, () => 0);
        fc.pre(rangAsLong(inTime));
        const { bodies } = await play(course, leases, () => behind.next().value);
        expect(bodies).toEqual(inTime.bodies);
      },
    ),
  );
});
