import { describe, expect, it } from 'vitest';
import { readCall } from '../../functions/domain/request.ts';
import { aCall, someParams } from '../support/builders.ts';

describe('a request', () => {
  it('is read whatever the case of its parameter names', () => {
    const call = readCall(someParams({ CALLSID: 'a1', dialwhomnumber: '09000000001', DialCALLStatus: 'busy' }));
    expect(call.callSid).toBe('a1');
    expect(call.report).toEqual({ number: '09000000001', status: 'busy', durationSeconds: undefined });
  });

  it.each([
    ['a capture whose last letter is no hex digit', 'e12eb6e6fcd920019d7174b60099187v'],
    ['ten digits of old', '1234567890'],
    ['hyphens and underscores', 'canary-1_2'],
  ])('has a CallSid: %s', (_what, callSid) => {
    expect(aCall({ CallSid: callSid }).callSid).toBe(callSid);
  });

  it.each([
    ['empty', ''],
    ['the word null', 'null'],
    ['repeated', ['a1', 'a2']],
    ['repeated with the same value', ['a1', 'a1']],
    ['longer than 64', 'a'.repeat(65)],
    ['an unresolved template', '{{CallSid}}'],
    ['two joined by a comma', 'a1,a2'],
    ['with a control character', 'a\u0000b'],
  ])('has no CallSid when it is %s', (_what, callSid) => {
    expect(aCall({ CallSid: callSid }).callSid).toBeUndefined();
  });

  it('has its digits without the quotes the provider puts round them', () => {
    expect(aCall({ digits: '"215250"' }).digits).toBe('215250');
    expect(aCall({ digits: '""' }).digits).toBeUndefined();
    expect(aCall({ digits: '"two"' }).digits).toBeUndefined();
  });

  it.each(['', 'null', 'NULL', '  '])('takes %j as not known', (nothing) => {
    const call = aCall({ DialWhomNumber: nothing, DialCallStatus: nothing, digits: nothing, CurrentTime: nothing });
    expect(call.report).toEqual({ number: undefined, status: undefined, durationSeconds: undefined });
    expect(call.digits).toBeUndefined();
    expect(call.currentSeconds).toBeUndefined();
  });

  it.each(['1970-01-01 05:30:00', '0000-00-00 00:00:00', 'yesterday', '2024-13-45 99:00:00'])(
    'takes the time %s as not known',
    (time) => {
      expect(aCall({ CurrentTime: time }).currentSeconds).toBeUndefined();
    },
  );

  it.each([
    ['an escape sequence of a terminal', '\u001b[2J09900112233'],
    ['two lines', '09900112233\n09900112244'],
    ['a NUL', '09900112233\u0000'],
    ['half a character', '\ud800'],
    ['digits of another script', '\u0967\u0968\u0969\u096a\u096b\u096c\u096d\u096e\u096f\u0966'],
    ['more than any address has', '9'.repeat(129)],
  ])('names nobody by %s', (_what, text) => {
    const call = aCall({ CallFrom: text, CallTo: text, To: text, DialWhomNumber: text });
    expect([call.caller, call.called, call.report.number]).toEqual([undefined, [], undefined]);
  });

  it('knows how far apart two of the provider’s times are', () => {
    const before = aCall({ CurrentTime: '2024-12-31 23:59:50' }).currentSeconds ?? 0;
    const after = aCall({ CurrentTime: '2025-01-01 00:00:20' }).currentSeconds ?? 0;
    expect(after - before).toBe(30);
  });

  it('does not believe a parameter that was sent twice with different values', () => {
    expect(aCall({ DialWhomNumber: ['09000000001', '09000000002'] }).report.number).toBeUndefined();
    expect(aCall({ DialWhomNumber: ['09000000001', '09000000001'] }).report.number).toBe('09000000001');
  });

  it('ignores a status it does not know', () => {
    expect(aCall({ DialCallStatus: 'exploded' }).report.status).toBeUndefined();
  });

  it('looks for the called number in CallTo before To', () => {
    expect(aCall({ To: '09513886363', CallTo: '08047113155' }).called).toEqual(['08047113155', '09513886363']);
  });

  it('has the leg of its URL, and one name for none', () => {
    expect(aCall({ leg: 'second' }).leg).toBe('second');
    expect(aCall({}).leg).toBe('-');
    expect(aCall({ leg: 'a#b' }).leg).toBe('-');
  });
});
