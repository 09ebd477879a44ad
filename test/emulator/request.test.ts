import { describe, expect, test } from 'vitest';
import { queryOf, type RequestFacts } from '../../bin/emulator/request.ts';

/** A Passthru request as Exotel sent it after a Gather, the last digits of its numbers altered. */
const afterGather =
  'CallSid=e12eb6e6fcd920019d7174b60099187v&CallFrom=09901324000&CallTo=08069891000&Direction=incoming' +
  '&Created=Wed%2C+31+Jul+2024+16%3A42%3A56&DialCallDuration=0&StartTime=2024-07-31+16%3A42%3A56' +
  '&EndTime=1970-01-01+05%3A30%3A00&CallType=call-attempt&DialWhomNumber=&flow_id=11754&tenant_id=1409' +
  '&From=09901324000&To=08069891000&CurrentTime=2024-07-31+16%3A43%3A02&digits=%22215250%22';

/** Order of the names in a capture of a call started by API, and of one after a Connect. */
const startedByApi = [
  ...['CallSid', 'CallFrom', 'CallTo', 'Direction', 'Created', 'DialWhomNumber', 'From', 'To', 'CustomField'],
  'CurrentTime',
];
const afterConnect = [
  ...['CallSid', 'CallFrom', 'CallTo', 'Direction', 'Created', 'DialCallDuration', 'StartTime', 'EndTime'],
  ...['DialCallStatus', 'CallType', 'DialWhomNumber', 'flow_id', 'tenant_id', 'From', 'To', 'CurrentTime'],
];

const facts = (overrides: Partial<RequestFacts> = {}): RequestFacts => ({
  callSid: 'e12eb6e6fcd920019d7174b60099187v',
  from: '+919901324000',
  to: '+918069891000',
  startedAt: Date.parse('2024-07-31T16:42:56+05:30'),
  now: Date.parse('2024-07-31T16:43:02+05:30'),
  previous: undefined,
  digits: undefined,
  ...overrides,
});

const paramsOf = (overrides: Partial<RequestFacts>) => new URLSearchParams(queryOf(facts(overrides)));
const namesOf = (params: URLSearchParams) => [...params.keys()];

describe('the query of a first request', () => {
  test('equals a capture byte for byte', () => {
    expect(queryOf(facts({ digits: '215250', flowId: '11754', tenantId: '1409' }))).toBe(afterGather);
  });

  test('names no digits, custom field or dial status when there are none', () => {
    expect(namesOf(paramsOf({}))).toEqual(afterConnect.filter((name) => name !== 'DialCallStatus'));
  });

  test('carries the custom field of a call started by API where the capture has it', () => {
    const params = paramsOf({ direction: 'outbound-dial', customField: '{"order_id":123}' });
    expect(namesOf(params).filter((name) => startedByApi.includes(name))).toEqual(startedByApi);
    expect(params.get('CustomField')).toBe('{"order_id":123}');
    expect(params.get('Direction')).toBe('outbound-dial');
    expect(params.toString()).toContain('CustomField=%7B%22order_id%22%3A123%7D');
  });

  test('shows Indian Standard Time across midnight, without naming the zone', () => {
    const params = paramsOf({ startedAt: Date.parse('2024-09-02T18:29:59Z'), now: Date.parse('2024-09-02T18:30:00Z') });
    expect(params.get('Created')).toBe('Mon, 02 Sep 2024 23:59:59');
    expect(params.get('StartTime')).toBe('2024-09-02 23:59:59');
    expect(params.get('CurrentTime')).toBe('2024-09-03 00:00:00');
    expect(params.get('EndTime')).toBe('1970-01-01 05:30:00');
  });
});

describe('a number in a request', () => {
  test.each([
    ['+919901324000', '09901324000'],
    ['919901324000', '09901324000'],
    ['00919901324000', '09901324000'],
    ['9901324000', '09901324000'],
    ['+91 99013-24000', '09901324000'],
    ['08069891000', '08069891000'],
    ['+12025550100', '+12025550100'],
    ['+1 (202) 555-0100', '+12025550100'],
    ['0012025550100', '0012025550100'],
    ['anonymous', 'anonymous'],
    ['sip:asha', 'sip:asha'],
    ['', ''],
  ])('given as "%s" is sent as "%s"', (given, sent) => {
    const params = paramsOf({ from: given });
    expect([params.get('CallFrom'), params.get('From')]).toEqual([sent, sent]);
  });
});

describe('the report of the previous attempt', () => {
  const previous = { number: '+919900000001', outcome: 'busy', durationSeconds: 5 } as const;

  test('stands where captures of a request after Connect have it', () => {
    const params = paramsOf({ previous });
    expect(namesOf(params)).toEqual(afterConnect);
    expect(params.get('DialWhomNumber')).toBe('09900000001');
    expect(params.get('DialCallStatus')).toBe('busy');
    expect(params.get('DialCallDuration')).toBe('5');
  });

  test.each([
    ['completed', 'completed'],
    ['no-answer', 'incomplete'],
    ['busy', 'incomplete'],
    ['failed', 'incomplete'],
    ['canceled', 'client-hangup'],
  ] as const)('pairs the outcome %s with the call type %s', (outcome, callType) => {
    expect(paramsOf({ previous: { ...previous, outcome } }).get('CallType')).toBe(callType);
  });

  test('can come without the number', () => {
    const params = paramsOf({ previous, reportStyle: 'no-number' });
    expect([params.get('DialWhomNumber'), params.get('DialCallStatus')]).toEqual(['', 'busy']);
  });

  test('can come with the literal null for a status, the outcome in the call type alone', () => {
    const params = paramsOf({ previous, reportStyle: 'null-status' });
    expect([params.get('DialWhomNumber'), params.get('DialCallStatus')]).toEqual(['09900000001', 'null']);
    expect(params.get('CallType')).toBe('incomplete');
  });

  test('keeps a foreign number in E.164', () => {
    expect(queryOf(facts({ previous: { ...previous, number: '+12025550100' } }))).toContain('%2B12025550100');
  });

  test('rounds the duration to whole seconds', () => {
    expect(paramsOf({ previous: { ...previous, durationSeconds: 4.6 } }).get('DialCallDuration')).toBe('5');
  });
});
