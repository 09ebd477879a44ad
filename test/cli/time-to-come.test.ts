import { describe, expect, it } from 'vitest';
import { timeToCome } from '../../bin/time-argument.ts';

const now = Date.parse('2026-11-25T17:30:20+05:30');
const at = (text: string, zone = 'Asia/Kolkata', nowMs = now) => new Date(timeToCome(text)(zone, nowMs)).toISOString();

describe('a time to come', () => {
  it('is a time of the day: today while it is still to come, tomorrow from then on, in that zone', () => {
    expect(at('18:00')).toBe('2026-11-25T12:30:00.000Z');
    expect(at('17:30')).toBe('2026-11-26T12:00:00.000Z');
    expect(at('9:15')).toBe('2026-11-26T03:45:00.000Z');
    expect(at('18:00', 'Europe/Berlin')).toBe('2026-11-25T17:00:00.000Z');
    expect(at('00:00')).toBe('2026-11-25T18:30:00.000Z');
  });

  it('that a clock change leaves out is that of the day after', () => {
    const evening = Date.parse('2026-03-28T20:00:00+01:00');
    expect(at('02:30', 'Europe/Berlin', evening)).toBe('2026-03-30T00:30:00.000Z');
  });

  it('is so long from now, or a time with its offset', () => {
    expect(at('90m')).toBe('2026-11-25T13:30:20.000Z');
    expect(at('2026-11-28T21:00:00+05:30')).toBe('2026-11-28T15:30:00.000Z');
  });

  it('is no day that its month does not have, which would be days later', () => {
    for (const day of ['2027-02-29', '2027-02-30', '2027-04-31']) {
      expect(() => timeToCome(`${day}T09:00:00+05:30`)).toThrow(/18:00/);
    }
    expect(at('2028-02-29T00:30:00+05:30')).toBe('2028-02-28T19:00:00.000Z');
  });

  it('is none that is over', () => {
    for (const text of ['2026-11-25T17:30:20+05:30', '0m'])
      expect(() => at(text)).toThrow(`${text} is over already: give a time to come`);
  });

  it('is nothing else', () => {
    for (const text of ['24:00', 'six', '', '2h30m', '18:00:00']) expect(() => timeToCome(text)).toThrow(/18:00/);
  });
});
