import { describe, expect, test } from 'vitest';
import { agentEvent, passthruEvent } from '../../bin/emulator/events.ts';
import type { Outcome } from '../../bin/emulator/phones.ts';

/** The pop-up request of a capture, its numbers altered, without `AgentEmail`, which no phone number tells. */
const whenItRang =
  'CallSid=23c162077629863c1a2d7f29263a162m&CallFrom=09999999660&CallTo=09999999693&Direction=incoming' +
  '&Created=Wed%2C+23+Feb+2022+12%3A31%3A58&StartTime=2022-02-23+12%3A31%3A58&From=09999999660&To=09999999693' +
  '&CurrentTime=2022-02-23+12%3A32%3A02&DialWhomNumber=09999999666&Status=busy&EventType=Dial';

/** Order of the names in a capture of the Passthru after that call's Connect. */
const afterConnect = [
  ...['CallSid', 'CallFrom', 'CallTo', 'Direction', 'Created', 'DialCallDuration', 'StartTime', 'EndTime'],
  ...['DialCallStatus', 'CallType', 'DialWhomNumber', 'flow_id', 'tenant_id', 'From', 'To', 'CurrentTime'],
  ...['OutgoingPhoneNumber', 'Legs[0][Number]', 'Legs[0][Type]', 'Legs[0][OnCallDuration]', 'Legs[0][CallerId]'],
  ...['Legs[0][CauseCode]', 'Legs[0][Cause]'],
];

const facts = {
  callSid: '23c162077629863c1a2d7f29263a162m',
  from: '+919999999660',
  to: '+919999999693',
  startedAt: Date.parse('2022-02-23T12:31:58+05:30'),
  now: Date.parse('2022-02-23T12:32:02+05:30'),
};
const agent = '+919999999666';
const reportOf = (outcome: Outcome, durationSeconds = 17) => ({ number: agent, outcome, durationSeconds });
const legOf = (outcome: Outcome, talkSeconds = 0) => ({ report: reportOf(outcome), talkSeconds });
const paramsOf = ({ query }: { query: string }) => new URLSearchParams(query);

describe('what is told of an agent', () => {
  test('when his phone is dialled has the pairs of a capture', () => {
    expect(agentEvent(facts, agent, 'Dial')).toEqual({
      ...{ name: 'agent', type: 'Dial', number: agent, atMs: 4000, query: whenItRang },
    });
  });

  test('when he picks up differs in its type alone', () => {
    const { type, query } = agentEvent(facts, agent, 'Answered');
    expect([type, query]).toEqual(['Answered', whenItRang.replace('EventType=Dial', 'EventType=Answered')]);
  });

  test.each(['completed', 'busy', 'no-answer', 'failed', 'canceled'] as const)(
    'after %s is that he is free, and how it ended',
    (outcome) => {
      const event = agentEvent(facts, agent, reportOf(outcome, 16.6));
      const names = ['EventType', 'Status', 'DialWhomNumber', 'DialCallStatus', 'DialCallDuration'];
      expect(event.type).toBe('Terminal');
      expect(names.map((name) => paramsOf(event).get(name))).toEqual([
        'Terminal',
        'free',
        '09999999666',
        outcome,
        '17',
      ]);
    },
  );
});

describe('the Passthru behind Connect', () => {
  test('has the pairs of a capture in their order', () => {
    const event = passthruEvent({ ...facts, previous: reportOf('completed') }, [legOf('completed', 10)]);
    const params = paramsOf(event);
    expect([...params.keys()]).toEqual(afterConnect);
    expect(Object.fromEntries(params)).toMatchObject({
      ...{ DialCallStatus: 'completed', CallType: 'completed', DialWhomNumber: '09999999666', DialCallDuration: '17' },
      ...{ OutgoingPhoneNumber: '09999999693', 'Legs[0][Number]': '09999999666', 'Legs[0][Type]': 'single' },
      ...{ 'Legs[0][OnCallDuration]': '10', 'Legs[0][CallerId]': '09999999693' },
      ...{ 'Legs[0][CauseCode]': 'NORMAL_CLEARING', 'Legs[0][Cause]': '16' },
    });
    expect([event.name, event.type, event.number]).toEqual(['passthru', 'passthru', agent]);
  });

  test('has a leg for every number tried, with the seconds of talk and the cause', () => {
    const legs = [legOf('no-answer'), legOf('busy'), legOf('completed', 59.6)];
    const params = paramsOf(passthruEvent({ ...facts, previous: reportOf('completed') }, legs));
    const told = (name: string) => [0, 1, 2].map((index) => params.get(`Legs[${index}][${name}]`));
    expect(told('OnCallDuration')).toEqual(['0', '0', '60']);
    expect(told('CauseCode')).toEqual(['RING_TIMEOUT', 'USER_BUSY', 'NORMAL_CLEARING']);
    expect(params.has('Legs[3][Number]')).toBe(false);
  });

  test('of a call for which nobody was dialled is a call attempt without legs', () => {
    const event = passthruEvent({ ...facts, previous: undefined }, []);
    expect([paramsOf(event).get('CallType'), paramsOf(event).get('DialWhomNumber'), event.number]).toEqual([
      ...['call-attempt', '', ''],
    ]);
    expect(event.query).not.toMatch(/Legs|OutgoingPhoneNumber|DialCallStatus|&$/);
  });

  test('reports the last attempt in the style of the call', () => {
    const previous = reportOf('no-answer');
    const params = paramsOf(passthruEvent({ ...facts, previous, reportStyle: 'null-status' }, [legOf('no-answer')]));
    expect([params.get('DialCallStatus'), params.get('CallType')]).toEqual(['null', 'incomplete']);
  });
});
