import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOfItem, itemLimit } from '../../bin/table/item-size.ts';
import { huntItem } from '../../functions/adapters/hunt-item.ts';
import { createHuntStore } from '../../functions/adapters/hunt-store.ts';
import { decide } from '../../functions/domain/cursor.ts';
import { afterWrite, attemptsOf, type Hunt, type HuntWrite, headOf } from '../../functions/domain/hunt.ts';
import type { Call } from '../../functions/domain/request.ts';
import { aCall, aConfig, anId, aPool, aReport, numberOf, someInputs } from '../support/builders.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
});
afterAll(() => table.stop());

/** A pool of 1,000 numbers, as many of them in one answer as a pool can allow. */
const agents = Array.from({ length: 1000 }, (_, index) => `agent-${index}`);
const config = aConfig({
  agents: Object.fromEntries(agents.map((id, index) => [id, { name: id, numbers: [numberOf(index + 1)] }])),
  pools: {
    sales: aPool(agents, { maxAttempts: 100, strategy: 'least-recently-offered' }),
    support: aPool(['agent-1']),
  },
});
const startMs = Date.parse('2026-11-21T06:00:00Z');

/** Everybody has been offered and has just missed a call: he is offered all the same, and everybody is remembered. */
const live = new Map(
  agents.map((agent, index) => [
    agent,
    {
      lastOfferedMs: 1_795_000_000_000 + index * 1000,
      turns: { sales: 1_795_000_000_000 },
      offers: { 5983333: 2 },
      leases: {},
      misses: 2,
      lastMiss: { outcome: 'no-answer' as const, atMs: startMs + 100 * 3600_000, callSid: 'c'.repeat(32) },
    },
  ]),
);
const ringMs = 20_000;

/** What the request after so many attempts reports. */
type Report = (attempts: number, head: string, time: Readonly<Record<string, string>>) => Call;

/** A whole visit, to its end: the hunt before its last write, that write, and the hunt after it. */
const playToTheEnd = (report: Report) => {
  let before: Hunt | undefined;
  let hunt: Hunt | undefined;
  let write: HuntWrite | undefined;
  for (let attempts = 0; hunt?.end === undefined; attempts += 1) {
    const nowMs = startMs + attempts * ringMs;
    const CurrentTime = new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ');
    const last = hunt === undefined ? undefined : attemptsOf(hunt).at(-1);
    const head = last === undefined ? undefined : headOf(last);
    const call = head === undefined ? aCall({ CurrentTime }) : report(attempts, head, { CurrentTime });
    const decision = decide(
      call,
      anId(),
      hunt,
      someInputs(config, { identity, nowMs, live, degraded: 'stale-config' }),
    );
    if (decision.kind !== 'answer') throw new Error('every request of this call reports something new');
    before = hunt;
    write = decision.write;
    hunt = afterWrite(hunt, write);
  }
  if (before === undefined || write === undefined) throw new Error('it ended before it began');
  return { before, write, hunt };
};
const identity = { revision: 1_000, hash: '0123456789abcdef' };
/** Of nobody in the pool, as long as a name is kept. */
const aboutSomebodyElse: Report = (attempts, _head, time) =>
  aCall({ DialWhomNumber: `sip:${String(attempts).padStart(60, 'x')}`, DialCallStatus: 'no-answer', ...time });

/** Of so large a plan, only the first fifty attempts keep who was passed over and what they were decided without. */
const asKept = (hunt: Hunt): Hunt => ({
  ...hunt,
  attempts: Object.fromEntries(
    Object.entries(hunt.attempts).map(([key, attempt]) => [
      key,
      attempt.ordinal <= 50 ? attempt : { ...attempt, passedOver: undefined, degraded: undefined },
    ]),
  ),
});

describe('the largest hunt, of 1,000 numbers with 100 in an answer, fits into an item', () => {
  it.each<readonly [string, number, Report]>([
    ['when each number is reported', 1001, (_attempts, head, time) => aReport(head, 'no-answer', time)],
    ['when no report is about any of them', 2001, aboutSomebodyElse],
    [
      // From the end of the plan on, so that what is offered has gaps.
      'when every third number is reported before it was at the head',
      1502,
      (attempts, head, time) =>
        attempts <= 250
          ? aReport(numberOf(1000 - attempts * 3), 'busy', time)
          : aboutSomebodyElse(attempts, head, time),
    ],
  ])('%s', async (name, attempts, report) => {
    const { before, write, hunt } = playToTheEnd(report);
    const id = { callSid: String(attempts).padStart(64, 'c'), applet: 'main', leg: 'second' };
    const bytes = bytesOfItem(huntItem(id, hunt));
    console.log(`hunt item of 1,000 numbers, ${name}: ${attempts} attempts, ${bytes} of ${itemLimit} bytes`);
    expect(attemptsOf(hunt)).toHaveLength(attempts);

    const store = createHuntStore(table);
    const signal = () => AbortSignal.timeout(10_000);
    expect(await store.commit(id, { kind: 'start', hunt: before }, signal())).toEqual({ kind: 'committed' });
    expect(await store.commit(id, write, signal())).toEqual({ kind: 'committed' });
    expect(await store.latest(id, signal())).toEqual({ kind: 'found', hunt: asKept(hunt) });
  });
});
