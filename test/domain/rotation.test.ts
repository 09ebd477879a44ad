import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepTurns, type Rotation, whoseTurn } from '../../functions/domain/rotation.ts';
import type { Hours } from '../../functions/domain/schedule.ts';
import { fatefulMoments, holds, zones } from '../support/property.ts';

const at = (time: string) => Date.parse(time);
const dayMs = 24 * 3600_000;
const halfHourMs = 30 * 60_000;

const aRotation = (more: Partial<Rotation> = {}): Rotation => ({
  agents: ['indira', 'jatin', 'kavya'],
  timeZone: 'Asia/Kolkata',
  start: '2026-11-02',
  handoverMinute: 9 * 60,
  turnDays: 7,
  offset: 0,
  ...more,
});

const turn = (rotation: Rotation, time: string, hours: Record<string, Hours> = {}) =>
  whoseTurn(rotation, hours, at(time));

describe('a weekly rotation', () => {
  it('hands over at its time of the day, on its day of the week', () => {
    const rotation = aRotation();
    expect(turn(rotation, '2026-11-02T09:00:00+05:30')).toBe('indira');
    expect(turn(rotation, '2026-11-09T08:59:59+05:30')).toBe('indira');
    expect(turn(rotation, '2026-11-09T09:00:00+05:30')).toBe('jatin');
    expect(turn(rotation, '2026-11-16T09:00:00+05:30')).toBe('kavya');
    expect(turn(rotation, '2026-11-23T09:00:00+05:30')).toBe('indira');
  });

  it('went on before its first day as it does after it', () => {
    expect(turn(aRotation(), '2026-11-02T08:59:00+05:30')).toBe('kavya');
    expect(turn(aRotation(), '2026-10-20T12:00:00+05:30')).toBe('jatin');
  });
});

describe('a handover', () => {
  it('is at the first time the clock shows it, where that is shown twice', () => {
    // Berlin, 2026-10-25: 02:30 is shown at 00:30 UTC and again at 01:30 UTC.
    const rotation = aRotation({ timeZone: 'Europe/Berlin', start: '2026-10-24', handoverMinute: 150, turnDays: 1 });
    expect(turn(rotation, '2026-10-25T00:29:00Z')).toBe('indira');
    expect(turn(rotation, '2026-10-25T00:30:00Z')).toBe('jatin');
    expect(turn(rotation, '2026-10-25T01:10:00Z')).toBe('jatin');
    expect(turn(rotation, '2026-10-26T01:29:00Z')).toBe('jatin');
    expect(turn(rotation, '2026-10-26T01:30:00Z')).toBe('kavya');
  });

  it('is when the clock has passed it, where it is not shown at all', () => {
    // New York, 2026-03-08: 02:00 becomes 03:00 at 07:00 UTC.
    const rotation = aRotation({ timeZone: 'America/New_York', start: '2026-03-07', handoverMinute: 150, turnDays: 1 });
    expect(turn(rotation, '2026-03-08T06:59:00Z')).toBe('indira');
    expect(turn(rotation, '2026-03-08T07:00:00Z')).toBe('jatin');
  });
});

describe('a rotation with hours', () => {
  const weekdays: Hours = {
    timeZone: 'Asia/Kolkata',
    weekly: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, [[9 * 60, 18 * 60]] as const])),
    dates: { '2026-11-11': [] },
  };
  const daily = aRotation({ turnDays: 1, hours: 'weekdays' });
  const on = (time: string) => turn(daily, time, { weekdays });

  it('has nobody on duty outside them', () => {
    expect(on('2026-11-02T12:00:00+05:30')).toBe('indira');
    expect(on('2026-11-02T18:00:00+05:30')).toBeUndefined();
    expect(on('2026-11-07T12:00:00+05:30')).toBeUndefined();
  });

  it('does not count days without hours: the weekend and a holiday take nobody’s turn', () => {
    // Friday the 6th is the fifth day of three people's turns; Monday goes on after it.
    expect(on('2026-11-06T12:00:00+05:30')).toBe('jatin');
    expect(on('2026-11-09T12:00:00+05:30')).toBe('kavya');
    expect(on('2026-11-10T12:00:00+05:30')).toBe('indira');
    expect(on('2026-11-12T12:00:00+05:30')).toBe('jatin');
  });

  it('follows the sun when several of them take over from each other', () => {
    const open = (timeZone: string): Hours => ({
      timeZone,
      weekly: Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((day) => [day, [[8 * 60, 16 * 60]] as const])),
      dates: {},
    });
    const hours = { apac: open('Asia/Kolkata'), emea: open('Europe/Lisbon') };
    const apac = aRotation({ hours: 'apac', agents: ['indira'] });
    const emea = aRotation({ hours: 'emea', agents: ['rui'], timeZone: 'Europe/Lisbon' });
    const both = (time: string) => [apac, emea].map((rotation) => turn(rotation, time, hours));
    expect(both('2026-11-25T03:00:00Z')).toEqual(['indira', undefined]);
    expect(both('2026-11-25T12:00:00Z')).toEqual([undefined, 'rui']);
  });
});

const names = ['indira', 'jatin', 'kavya', 'lakshman', 'mohan'];
const rotations = fc.record({
  agents: fc.shuffledSubarray(names, { minLength: 1 }),
  timeZone: fc.constantFrom(...zones),
  start: fc.constantFrom('2026-01-01', '2026-03-08', '2026-10-25', '2027-02-28'),
  handoverMinute: fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
  turnDays: fc.integer({ min: 1, max: 4 }),
  offset: fc.nat(4),
});
const moments = fc
  .tuple(fc.constantFrom(...fatefulMoments), fc.integer({ min: 0, max: 200 }))
  .map(([momentMs, quarters]) => momentMs + quarters * 15 * 60_000);

describe('any rotation', () => {
  it('hands over once a turn, to the next of the list, in every zone and over every clock change', () => {
    void holds(
      'turns of a rotation',
      300,
      fc.property(rotations, moments, (rotation, startMs) => {
        const { agents, turnDays } = rotation;
        // Two turns and 21 hours: with turns of a day a clock change of two hours would let a fourth handover into three days.
        const halves = Array.from({ length: turnDays * 2 * 48 + 42 }, (_, step) => startMs + step * halfHourMs);
        const seen = halves.map((atMs) => whoseTurn(rotation, {}, atMs) ?? '');
        const changes = seen.flatMap((agent, step) => (step > 0 && agent !== seen[step - 1] ? [step] : []));
        for (const step of changes) {
          const before = agents.indexOf(seen[step - 1] ?? '');
          expect(seen[step]).toBe(agents[(before + 1) % agents.length]);
        }
        if (agents.length === 1) return;
        expect(changes.length).toBeGreaterThanOrEqual(2);
        expect(changes.length).toBeLessThanOrEqual(3);
        for (const [index, step] of changes.slice(1).entries()) {
          const lastedMs = (step - (changes[index] ?? 0)) * halfHourMs;
          expect(Math.abs(lastedMs - turnDays * dayMs), 'a clock change apart').toBeLessThanOrEqual(2 * 3600_000);
        }
      }),
    );
  });

  it('that is edited leaves whoever is on duty there until the next handover', () => {
    void holds(
      'edits of a rotation',
      1500,
      fc.property(rotations, rotations, moments, (before, edited, nowMs) => {
        const old = { rotations: { duty: before }, hours: {} };
        const file = { rotations: { duty: { ...edited, offset: 0 } }, hours: {} };
        const kept = keepTurns(old, file, nowMs);
        const duty = kept.duty as Rotation;
        const onDuty = whoseTurn(before, {}, nowMs) ?? '';
        const index = before.agents.indexOf(onDuty);
        const inOrder = before.agents.map((_agent, step) => before.agents[(index + step) % before.agents.length] ?? '');
        const heir = inOrder.find((agent) => edited.agents.includes(agent));
        if (heir !== undefined) expect(whoseTurn(duty, {}, nowMs)).toBe(heir);
        expect(keepTurns({ rotations: kept, hours: {} }, file, nowMs), 'applying it again changes nothing').toEqual(
          kept,
        );
      }),
    );
  });
});

describe('a rotation that is new, or was not edited', () => {
  it('is as the file has it, and stays as the table has it', () => {
    const file = { rotations: { duty: aRotation() }, hours: {} };
    const now = at('2026-11-25T12:00:00+05:30');
    expect(keepTurns({ rotations: {}, hours: {} }, file, now)).toEqual({ duty: aRotation() });
    const shifted = { duty: aRotation({ offset: 2 }) };
    expect(keepTurns({ rotations: shifted, hours: {} }, file, now)).toEqual(shifted);
  });
});
