/** Calls that come at the same time, with every step of every store at any moment the scheduler likes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { agentOf, type Config } from '../../functions/domain/config.ts';
import { strategies } from '../../functions/domain/pool.ts';
import { answerCall } from '../../functions/primary/answer-call.ts';
import type { Answered } from '../../functions/primary/answered.ts';
import type { Stores } from '../../functions/primary/stores.ts';
import { aCall, aConfig, anId, aPool, aReport, numberOf } from '../support/builders.ts';
import { behindAtTimes, memoryHunts } from '../support/memory-hunts.ts';
import { memoryCallers, memoryLives } from '../support/memory-lives.ts';
import { holds } from '../support/property.ts';
import { configsOf } from '../support/stores.ts';

const startMs = Date.parse('2026-11-25T10:00:00+05:30');

type Faults = {
  /** The answer to a commit does not arrive. */
  readonly isLost: () => boolean;
  /** A hunt is read as it was at any time before. */
  readonly isBehind: () => boolean;
};

/** Stores that answer when the scheduler says so. */
const scheduled = (config: Config, scheduler: fc.Scheduler, { isLost, isBehind }: Faults) => {
  const [hunts, lives, callers] = [behindAtTimes(memoryHunts(), isBehind), memoryLives(), memoryCallers()];
  const later = async <T>(act: () => Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), 'sent');
    const result = await act();
    await scheduler.schedule(Promise.resolve(), 'came back');
    return result;
  };
  const stores: Stores = {
    configs: configsOf(config),
    hunts: {
      latest: (...given) => later(() => hunts.latest(...given)),
      commit: async (...given) => {
        const result = await later(() => hunts.commit(...given));
        return isLost() ? { kind: 'unknown', cause: 'the answer was lost' } : result;
      },
    },
    lives: {
      ...lives,
      read: (...given) => later(() => lives.read(...given)),
      claim: (...given) => later(() => lives.claim(...given)),
      change: (...given) => later(() => lives.change(...given)),
    },
    callers,
    clock: () => startMs,
  };
  return { stores, hunts, lives };
};

type Asked = { readonly callSid: string; readonly answered: Answered };

const askAll = async (
  calls: readonly ReturnType<typeof aCall>[],
  { stores }: ReturnType<typeof scheduled>,
  scheduler: fc.Scheduler,
): Promise<Asked[]> => {
  const answers = calls.map(async (call) => ({
    callSid: call.callSid ?? '',
    answered: await answerCall(call, anId(call.callSid), stores, new AbortController().signal),
  }));
  await scheduler.waitFor(Promise.all(answers));
  return Promise.all(answers);
};

const bodyOf = ({ answered: { answer } }: Asked): string =>
  answer.kind === 'offer' ? answer.numbers.join(',') : `${answer.kind}`;
const headOf = (asked: Asked): string => bodyOf(asked).split(',')[0] ?? '';

const desks = fc.record({
  strategy: fc.constantFrom(...strategies),
  people: fc.integer({ min: 2, max: 5 }),
  callers: fc.integer({ min: 1, max: 5 }),
  twins: fc.oneof(fc.constant<number[]>([]), fc.array(fc.nat(4), { maxLength: 5 })),
});

/** Whether something happens, each time it might. */
const chances = fc.infiniteStream(fc.boolean());
const next = (stream: fc.Stream<boolean>) => () => stream.next().value;

const configOf = (people: number, strategy: (typeof strategies)[number]): Config => {
  const ids = Array.from({ length: people }, (_, index) => `a${index + 1}`);
  return aConfig({
    agents: Object.fromEntries(ids.map((id, index) => [id, { name: id, numbers: [numberOf(index + 1)] }])),
    pools: { sales: aPool(ids, { strategy }), support: aPool(ids) },
  });
};

it('gives calls of one moment different heads, each held for its call, and twins the same bytes', async () => {
  await holds(
    'calls of one moment',
    1500,
    fc.asyncProperty(
      fc.scheduler(),
      desks,
      chances,
      async (scheduler, { strategy, people, callers, twins }, behind) => {
        const config = configOf(people, strategy);
        const world = scheduled(config, scheduler, { isLost: () => false, isBehind: next(behind) });
        const sids = Array.from({ length: callers }, (_, index) => `c${index}`);
        const calls = [...sids, ...twins.map((twin) => `c${twin % callers}`)].map((CallSid) => aCall({ CallSid }));
        const all = await askAll(calls, world, scheduler);

        for (const sid of sids) {
          const bodies = all.filter(({ callSid }) => callSid === sid).map(bodyOf);
          expect(new Set(bodies).size, 'twins get the same bytes').toBe(1);
          const [visit, ...more] = world.hunts.visits(anId(sid));
          expect(more).toEqual([]);
          expect(Object.keys(visit?.attempts ?? {}), 'and are one attempt').toEqual(['first']);
        }
        const held = [...world.lives.kept].flatMap(([agent, { leases }]) =>
          Object.values(leases).map((lease) => ({ agent, lease })),
        );
        for (const { agent, lease } of held) {
          const first = headOf(all.find(({ callSid }) => callSid === lease.callSid) as Asked);
          expect(agentOf(first, config), 'nobody is held who is not first in the answer of his call').toBe(agent);
        }
        // A twin that lost other races may hold a second agent for a moment, in which nobody is left for another call.
        if (twins.length > 0) return;
        const heads = sids.map((sid) => headOf(all.find(({ callSid }) => callSid === sid) as Asked));
        const offered = heads.filter((head) => head !== 'empty');
        expect(new Set(offered).size, 'as many heads as calls or people, and busy for the others').toBe(
          Math.min(callers, people),
        );
        expect(offered).toHaveLength(Math.min(callers, people));
        expect(held).toHaveLength(Math.min(callers, people));
      },
    ),
  );
});

it('answers what it stored, whatever reports race, however far behind it reads and whichever answers of the table are lost', async () => {
  const reports = fc.array(
    fc.record({ who: fc.integer({ min: 1, max: 4 }), status: fc.constantFrom('busy', 'no-answer') }),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  await holds(
    'racing reports',
    1000,
    fc.asyncProperty(fc.scheduler(), reports, chances, chances, async (scheduler, racing, lost, behind) => {
      const config = configOf(4, 'least-recently-offered');
      const world = scheduled(config, scheduler, { isLost: next(lost), isBehind: next(behind) });
      await askAll([aCall({ CallSid: 'c1' })], world, scheduler);
      const calls = racing.map(({ who, status }) => aReport(numberOf(who), status, { CallSid: 'c1' }));
      const all = await askAll([...calls, ...calls], world, scheduler);

      const [visit] = world.hunts.visits(anId('c1'));
      const stored = Object.values(visit?.attempts ?? {}).map(({ answer }) =>
        answer.kind === 'offer' ? answer.numbers.join(',') : 'empty',
      );
      for (const asked of all) {
        // Where nobody could tell whether the write was done, the answer may be that of a race that was lost.
        if (asked.answered.cause === undefined) expect(stored).toContain(bodyOf(asked));
        expect(asked.answered.answer.kind === 'offer' || asked.answered.answer.kind === 'empty').toBe(true);
      }
      const rung = new Set(racing.map(({ who }) => numberOf(who)));
      const last = Object.values(visit?.attempts ?? {}).toSorted((one, other) => other.ordinal - one.ordinal)[0];
      const [head] = last?.answer.kind === 'offer' ? last.answer.numbers : [];
      if (visit?.rung.length === rung.size && head !== undefined) expect(rung).not.toContain(head);
    }),
  );
});
