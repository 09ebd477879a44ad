/** Random contents of pools files. */
import fc from 'fast-check';
import type { FileContent } from '../../bin/pools-file/file-content.ts';
import { isPlain } from '../../bin/terminal/plain-text.ts';
import { numberTypes } from '../../functions/domain/config.ts';
import { strategies } from '../../functions/domain/pool.ts';
import { numberOf } from './builders.ts';
import { zones } from './property.ts';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const twoDigits = (value: number) => String(value).padStart(2, '0');
const quarter = fc.nat(94).map((count) => `${twoDigits(Math.floor(count / 4))}:${twoDigits((count % 4) * 15)}`);
const times = fc
  .uniqueArray(quarter, { minLength: 4, maxLength: 4 })
  .map((sorted) => sorted.toSorted())
  .chain(([one, two, three, four]) =>
    fc.constantFrom<string | string[]>(`${one}-${two}`, `${four}-${one}`, `${one}-24:00`, [
      `${one}-${two}`,
      `${three}-${four}`,
    ]),
  );
const date = fc
  .tuple(fc.constantFrom('', '2026-', '2027-'), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) => `${year}${twoDigits(month)}-${twoDigits(day)}`);
const text = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('yes', '1', '~', '- a: b', 'Ünal\n#x', '\'"', 'null'),
);
const hours = fc.record({
  weekly: fc.record({
    mon: times,
    tue: times,
    wed: maybe(times),
    fri: maybe(times),
    sun: fc.constantFrom([], undefined),
  }),
  holidays: maybe(fc.uniqueArray(date, { maxLength: 3 })),
  exceptions: maybe(fc.dictionary(date, times, { maxKeys: 3 })),
  timeZone: fc.constantFrom(undefined, ...zones),
});
const place = { tier: maybe(fc.integer({ min: 1, max: 99 })), weight: maybe(fc.integer({ min: 0, max: 3 })) };
const agentIds = ['a1', 'a2', 'a3', '4', 'on-call'] as const;
const member = fc.oneof(
  fc.constantFrom(...agentIds),
  fc.record({ agent: fc.constantFrom(...agentIds), ...place }),
  fc.record({ rotation: fc.constant('duty'), ...place }),
);
const pool = fc.record({
  strategy: maybe(fc.constantFrom(...strategies)),
  members: fc.array(member, { minLength: 1, maxLength: 4 }),
  hours: fc.constantFrom(undefined, 'day'),
  maxAttempts: maybe(fc.integer({ min: 1, max: 12 })),
  answer: fc.constantFrom(undefined, 'list', 'one'),
  leases: fc.constantFrom(undefined, 'on', 'off'),
  huntDeadlineSeconds: maybe(fc.integer({ min: 10, max: 3600 })),
  sticky: maybe(fc.record({ withinHours: fc.integer({ min: 1, max: 99 }), maxOffersPerHour: maybe(fc.nat(20)) })),
});
const condition = fc.record({
  digits: fc.constantFrom(undefined, '2', '0', '*1#'),
  called: fc.constantFrom(undefined, '+918040001000'),
  caller: fc.constantFrom(undefined, '+9144', ['+9144'], ['+9144', '+9199']),
  direction: fc.constantFrom(undefined, 'incoming', 'outbound-dial'),
  customField: maybe(fc.oneof(text, fc.record({ tier: text, '1': text }))),
  hours: fc.constantFrom(undefined, 'day'),
});
const minutes = maybe(fc.integer({ min: 1, max: 60 }));
/** Whatever the file may say, and whatever it may leave out. */
export const files = fc
  .record({
    settings: fc.record({
      country: fc.constantFrom('IN', 'US', 'NO'),
      timeZone: fc.constantFrom(...zones),
      numberPolicy: fc.record({
        countries: fc.subarray(['IN', 'US', 'NO'], { minLength: 1 }),
        types: fc.subarray([...numberTypes], { minLength: 1 }),
        deniedPrefixes: maybe(fc.constantFrom([], ['+91140'])),
      }),
      exophones: fc.constant(['+918040001000']),
      lastResort: fc.constant([numberOf(90)]),
      blockedCallers: fc.constantFrom(undefined, [], ['+9188']),
      leases: maybe(fc.record({ maxTalkMinutes: minutes, wrapUpSeconds: minutes })),
      misses: maybe(
        fc.record({
          coolDownSeconds: maybe(fc.record({ busy: minutes, 'no-answer': minutes, failed: minutes })),
          pauseAfter: minutes,
          pauseMinutes: minutes,
        }),
      ),
    }),
    hours: fc.record({ day: hours }),
    agents: fc.record(
      Object.fromEntries(
        agentIds.map((id, index) => [
          id,
          fc.record({
            name: text.filter(isPlain),
            numbers: fc.constantFrom([numberOf(index + 1)], [numberOf(index + 1), numberOf(index + 11)]),
            hours: fc.constantFrom(undefined, 'day'),
            capacity: maybe(fc.integer({ min: 1, max: 10 })),
          }),
        ]),
      ),
    ),
    rotations: fc.record({
      duty: fc.record({
        agents: fc.subarray([...agentIds], { minLength: 1 }),
        start: fc.constant('2026-11-02'),
        handover: quarter,
        turnDays: fc.integer({ min: 1, max: 366 }),
        hours: fc.constantFrom(undefined, 'day'),
        timeZone: fc.constantFrom(undefined, ...zones),
      }),
    }),
    pools: fc.record({
      sales: pool.map((sales) => ({ ...sales, overflow: ['backup', 'last'] })),
      backup: pool.map((backup) => ({ ...backup, overflow: 'last' })),
      last: pool,
    }),
    applets: fc.record({
      main: fc.record({
        routes: fc.array(fc.record({ when: maybe(condition), pool: fc.constantFrom('sales', 'last') }), {
          minLength: 1,
        }),
        fetch: fc.constantFrom(undefined, 'each', 'once'),
      }),
    }),
  })
  // As a file leaves things out.
  .map((content) => JSON.parse(JSON.stringify(content)) as FileContent);
