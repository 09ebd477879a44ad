import fc from 'fast-check';
import { expect, it } from 'vitest';
import { huntFromItem, huntItem } from '../../functions/adapters/hunt-item.ts';
import { lacks } from '../../functions/domain/answer.ts';
import type { DecisionInputs } from '../../functions/domain/attempt.ts';
import { agentOf, type Config } from '../../functions/domain/config.ts';
import { decide } from '../../functions/domain/cursor.ts';
import { type Attempt, afterWrite, attemptsOf, type Hunt, headOf } from '../../functions/domain/hunt.ts';
import { type Live, nothingKnown, ringLeaseMs } from '../../functions/domain/live.ts';
import type { Call } from '../../functions/domain/request.ts';
import { aCall, anId, aReport, numberOf, someInputs } from '../support/builders.ts';
import { configs, moments } from '../support/happenings.ts';
import { holds } from '../support/property.ts';

const lives = fc.dictionary(
  fc.constantFrom('a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'),
  fc.record({
    agoMs: fc.nat(3600_000),
    count: fc.nat(5),
    heldMs: fc.integer({ min: -1000, max: 1000 }),
    misses: fc.nat(4),
  }),
);

const viewAt = (
  nowMs: number,
  known: Readonly<Record<string, { agoMs: number; count: number; heldMs: number; misses: number }>>,
) =>
  new Map<string, Live>(
    Object.entries(known).map(([agent, { agoMs, count, heldMs, misses }]) => [
      agent,
      {
        lastOfferedMs: nowMs - agoMs,
        turns: { sales: nowMs - agoMs, backup: nowMs },
        offers: { [Math.floor((nowMs - agoMs) / 300_000)]: count },
        leases: {
          0: { callSid: 'another', attempt: 'x', number: '', claimedAtMs: nowMs - agoMs, untilMs: nowMs + heldMs },
        },
        ...(misses === 0
          ? {}
          : { misses, lastMiss: { outcome: 'busy', atMs: nowMs - agoMs / 60, callSid: 'another' } }),
      },
    ]),
  );

/** The request of a record, as far as a decision looks at it. */
const callOf = ({ record, digits, attempts }: Hunt): Call => {
  const [first] = Object.entries(attempts).filter(([, { ordinal }]) => ordinal === 1);
  if (first === undefined || record === undefined) throw new Error('a hunt has a first attempt and a record');
  // A visit that began with a report has it in the name of its first attempt.
  const [, number, status = ''] = first[0].split('|');
  const { report } = number === undefined ? aCall() : aReport(number, status);
  return { ...aCall(), ...record.call, report, digits, callSid: record.seed, currentSeconds: first[1].currentSeconds };
};

/** Agents as a later attempt saw them, from whom it passed over. */
const seenBy = ({ passedOver, atMs }: Attempt, config: Config): [string, Live][] => {
  const lease = { callSid: 'another', attempt: 'x', number: '', claimedAtMs: 0, untilMs: atMs + 1 };
  const lastMiss = { outcome: 'busy' as const, atMs, callSid: 'another' };
  const of = (numbers: readonly string[] = [], live: Partial<Live>) =>
    numbers.map((number): [string, Live] => [agentOf(number, config) ?? '', { ...nothingKnown, ...live }]);
  return [
    ...of(passedOver?.held, { leases: { 0: lease } }),
    ...of(passedOver?.cooling, { lastMiss }),
    ...of(passedOver?.paused, { paused: { atMs, by: 'x' } }),
  ];
};

it('decides every answer of a stored hunt once more, to the byte, from its record and its configuration', () => {
  void holds(
    'replays',
    2000,
    fc.property(
      configs,
      moments,
      lives,
      fc.constantFrom(undefined, '2'),
      fc.array(fc.tuple(fc.nat(7), fc.nat(2), lives, fc.constantFrom(undefined, ...lacks)), { maxLength: 6 }),
      (config, startMs, known, digits, later) => {
        let nowMs = startMs;
        let hunt: Hunt | undefined;
        const answer = (call: Call, more: Partial<DecisionInputs>) => {
          const decision = decide(call, anId(), hunt, someInputs(config, { nowMs, ...more }));
          if (decision.kind === 'answer') hunt = afterWrite(hunt, decision.write);
        };
        answer(aCall({ CallFrom: '09900112233', ...(digits === undefined ? {} : { digits }) }), {
          live: viewAt(nowMs, known),
        });
        for (const [who, lostClaims, view, degraded] of later) {
          nowMs += ringLeaseMs;
          if (hunt?.end === undefined)
            answer(aReport(numberOf(who), 'busy'), { live: viewAt(nowMs, view), lostClaims, degraded });
        }
        if (hunt === undefined) return;

        const stored = huntFromItem(huntItem(anId(), hunt));
        expect(stored).toEqual(hunt);
        let replayed: Hunt | undefined;
        for (const attempt of attemptsOf(stored).filter(() => stored.visit === 1)) {
          const [key = ''] = Object.entries(stored.attempts).find(([, one]) => one === attempt) ?? [];
          const [number = '', status = ''] = key.split('|');
          const call = attempt.ordinal === 1 ? callOf(stored) : aReport(number, status);
          const seen = attempt.ordinal === 1 ? Object.entries(stored.record?.live ?? {}) : seenBy(attempt, config);
          const more = { nowMs: attempt.atMs, live: new Map(seen), lostClaims: attempt.lostClaims ?? 0 };
          const decision = decide(call, anId(), replayed, someInputs(config, more));
          if (decision.kind !== 'answer') throw new Error('every attempt was an answer');
          replayed = afterWrite(replayed, decision.write);
          expect(headOf(attempt)).toBe(decision.answer.kind === 'offer' ? decision.answer.numbers[0] : undefined);
          expect(decision.answer).toEqual(attempt.answer);
        }
        if (stored.visit === 1) expect(replayed?.plan).toEqual(stored.plan);
      },
    ),
  );
});
