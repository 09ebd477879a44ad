import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Hours, type Interval, isOpen, nextOpening } from '../../functions/domain/schedule.ts';
import { holds, zones } from '../support/property.ts';

const at = (time: string) => Date.parse(time);
const minutes = (time: string): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
};
const from = (start: string, end: string): Interval => [minutes(start), minutes(end)];

const office: Hours = {
  timeZone: 'Asia/Kolkata',
  weekly: {
    1: [from('09:00', '13:00'), from('14:00', '18:00')],
    2: [from('09:00', '18:00')],
    5: [from('22:00', '06:00')],
  },
  dates: { '2026-11-24': [], '01-26': [], '2026-11-29': [from('10:00', '12:00')] },
};

describe('hours', () => {
  // 2026-11-23 is a Monday.
  it.each([
    ['before opening', '2026-11-23T08:59:00+05:30', false],
    ['at opening', '2026-11-23T09:00:00+05:30', true],
    ['in the lunch break', '2026-11-23T13:30:00+05:30', false],
    ['in the last minute', '2026-11-23T17:59:59+05:30', true],
    ['at closing', '2026-11-23T18:00:00+05:30', false],
    ['on a holiday', '2026-11-24T10:00:00+05:30', false],
    ['on the same day a week later', '2026-12-01T10:00:00+05:30', true],
    ['on a yearly holiday', '2027-01-26T10:00:00+05:30', false],
    ['on a one-off opening', '2026-11-29T11:00:00+05:30', true],
    ['on a day without hours', '2026-11-25T11:00:00+05:30', false],
    ['late on the evening before midnight', '2026-11-27T23:30:00+05:30', true],
    ['after that midnight', '2026-11-28T05:59:00+05:30', true],
    ['in the morning after it', '2026-11-28T06:00:00+05:30', false],
  ])('are kept %s', (_when, time, expected) => {
    expect(isOpen(office, at(time))).toBe(expected);
  });

  it('that end at midnight end there', () => {
    const hours = { ...office, weekly: { 1: [from('18:00', '00:00')] } };
    expect(isOpen(hours, at('2026-11-23T23:59:00+05:30'))).toBe(true);
    expect(isOpen(hours, at('2026-11-24T00:00:00+05:30'))).toBe(false);
  });

  it('from midnight to midnight never close on that day', () => {
    const hours = { ...office, dates: {}, weekly: { 1: [from('00:00', '00:00')] } };
    expect(isOpen(hours, at('2026-11-23T00:00:00+05:30'))).toBe(true);
    expect(isOpen(hours, at('2026-11-23T23:59:00+05:30'))).toBe(true);
    expect(isOpen(hours, at('2026-11-24T00:00:00+05:30'))).toBe(false);
  });

  it('open next when they say so', () => {
    expect(nextOpening(office, at('2026-11-23T18:30:00+05:30'))).toBe(at('2026-11-27T22:00:00+05:30'));
    expect(nextOpening({ ...office, weekly: {}, dates: {} }, at('2026-11-23T18:30:00+05:30'))).toBeUndefined();
  });
});

describe('when the clock is put back', () => {
  // Berlin, 2026-10-25: 03:00 CEST becomes 02:00 CET.
  const berlin = (start: string, end: string): Hours => ({
    timeZone: 'Europe/Berlin',
    weekly: { 0: [from(start, end)] },
    dates: {},
  });

  it('an interval begins at the first occurrence of its start and stays open', () => {
    const hours = berlin('02:30', '08:00');
    expect(isOpen(hours, at('2026-10-25T02:29:00+02:00'))).toBe(false);
    expect(isOpen(hours, at('2026-10-25T02:30:00+02:00'))).toBe(true);
    expect(isOpen(hours, at('2026-10-25T02:10:00+01:00'))).toBe(true);
    expect(isOpen(hours, at('2026-10-25T02:30:00+01:00'))).toBe(true);
  });

  it('an interval ends at the last occurrence of its end', () => {
    const hours = berlin('00:00', '02:30');
    expect(isOpen(hours, at('2026-10-25T02:40:00+02:00'))).toBe(true);
    expect(isOpen(hours, at('2026-10-25T02:29:00+01:00'))).toBe(true);
    expect(isOpen(hours, at('2026-10-25T02:30:00+01:00'))).toBe(false);
  });
});

describe('hours at minutes that are no quarter', () => {
  it('do not flap while the clock is put back', () => {
    // Berlin, 2026-10-25, again: 02:50 is shown at 00:50 UTC for the first time, 02:05 at 01:05 UTC for the last.
    const everyMinute = (start: string, end: string) => {
      const hours: Hours = { timeZone: 'Europe/Berlin', weekly: { 0: [from(start, end)] }, dates: {} };
      return Array.from({ length: 240 }, (_, minute) => isOpen(hours, at('2026-10-24T23:00:00Z') + minute * 60_000));
    };
    const opens = everyMinute('02:50', '04:30').indexOf(true);
    expect(opens).toBe(110);
    expect(everyMinute('02:50', '04:30').slice(opens)).not.toContain(false);
    const closes = everyMinute('01:00', '02:05').lastIndexOf(true);
    expect(closes).toBe(124);
    expect(everyMinute('01:00', '02:05').slice(0, closes)).not.toContain(false);
  });
});

describe('when the clock is put forward', () => {
  // New York, 2026-03-08: 02:00 EST becomes 03:00 EDT.
  it('an interval that begins in the gap begins after it, one that ends in it ends there', () => {
    const newYork = (start: string, end: string): Hours => ({
      timeZone: 'America/New_York',
      weekly: { 0: [from(start, end)] },
      dates: {},
    });
    expect(isOpen(newYork('02:30', '08:00'), at('2026-03-08T01:59:00-05:00'))).toBe(false);
    expect(isOpen(newYork('02:30', '08:00'), at('2026-03-08T03:00:00-04:00'))).toBe(true);
    expect(isOpen(newYork('00:00', '02:30'), at('2026-03-08T01:59:00-05:00'))).toBe(true);
    expect(isOpen(newYork('00:00', '02:30'), at('2026-03-08T03:00:00-04:00'))).toBe(false);
  });
});

describe('an interval', () => {
  it('is one piece on every day of the year, in every zone: it opens once and closes once', () => {
    void holds(
      'opening intervals',
      300,
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 364 }),
        fc.integer({ min: 0, max: 287 }),
        fc.integer({ min: 1, max: 287 }),
        (timeZone, day, start, length) => {
          const end = Math.min(start + length, 287);
          fc.pre(end > start);
          const dayMs = Date.UTC(2026, 0, 1 + day);
          const date = new Date(dayMs).toISOString().slice(0, 10);
          const hours: Hours = { timeZone, weekly: {}, dates: { [date]: [[start * 5, end * 5]] } };
          const states = Array.from({ length: 54 * 12 }, (_, step) =>
            isOpen(hours, dayMs - 15 * 3600_000 + step * 300_000),
          );
          const changes = states.filter((state, index) => index > 0 && state !== states[index - 1]).length;
          expect([0, 2]).toContain(changes);
        },
      ),
    );
  });
});
