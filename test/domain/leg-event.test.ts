import { describe, expect, it } from 'vitest';
import { type EventReading, readAgentEvent, readReport } from '../../functions/domain/leg-event.ts';
import { someParams } from '../support/builders.ts';
import { samples } from '../support/samples.ts';

const describeReading = (reading: EventReading): string =>
  reading.kind === 'unusable'
    ? `${reading.outcome ?? 'no outcome'}, unusable: ${reading.why}`
    : `${reading.outcome ?? 'no outcome'}: ${reading.legs.map(({ number, kind, outcome }) => `${number ?? 'whoever was rung'} ${kind} ${outcome ?? ''}`.trim()).join('; ')}`;

const agentEvent = (parameters: Readonly<Record<string, string>>) =>
  describeReading(readAgentEvent(someParams({ CallSid: 'c1', DialWhomNumber: '09000000001', ...parameters })));
const report = (parameters: Readonly<Record<string, string>>) =>
  describeReading(readReport(someParams({ CallSid: 'c1', ...parameters })));

describe('every passthru and status callback that was seen', () => {
  it('is understood: what became of the call, and of whom', () => {
    const told = samples
      .filter(({ kind }) => kind === 'passthru' || kind === 'statuscallback')
      .map(({ name, query }) => {
        const parameters = Object.fromEntries(new URLSearchParams(query));
        return [name, describeReading(readReport(someParams(parameters)))] as const;
      });
    expect(told.map(([, what]) => what)).toEqual([
      'no outcome, unusable: nothing told',
      'completed: 09999999666 left completed',
      'canceled: 09999999666 left canceled',
      'no-answer, unusable: no CallSid',
      'busy, unusable: no CallSid',
      'no outcome, unusable: nothing told',
      'completed: whoever was rung left completed',
      'no-answer: whoever was rung left no-answer',
      'no outcome, unusable: nothing told',
      'completed: 09876543703 left completed; 09123456296 left completed',
    ]);
  });
});

describe('an event of an agent', () => {
  it('says that his phone rings, that he talks, or that it is over', () => {
    expect(agentEvent({ EventType: 'Dial', Status: 'busy' })).toBe('no outcome: 09000000001 ringing');
    expect(agentEvent({ EventType: 'Ringing' })).toBe('no outcome: 09000000001 ringing');
    expect(agentEvent({ EventType: 'Answered', Status: 'busy' })).toBe('no outcome: 09000000001 talking');
    expect(agentEvent({ Status: 'busy' })).toBe('no outcome: 09000000001 ringing');
    expect(agentEvent({ Status: 'free' })).toBe('no outcome: 09000000001 over');
    expect(agentEvent({ EventType: 'Terminal', DialCallStatus: 'busy' })).toBe('busy: 09000000001 over busy');
    expect(agentEvent({ EventType: 'Terminal', Status: 'busy' }), 'he is busy, and was not found so').toBe(
      'no outcome: 09000000001 over',
    );
  });

  it('is recognised as an end by what only an end has', () => {
    for (const name of ['DialCallStatus', 'RecordingUrl', 'DialCallDuration']) {
      expect(agentEvent({ [name]: 'completed' })).toMatch(/over/);
    }
    expect(agentEvent({ CallType: 'call-attempt' })).toBe('no outcome, unusable: nothing told');
  });

  it('may come without a number, and never without a call', () => {
    expect(agentEvent({ Status: 'free', DialWhomNumber: 'null' })).toBe('no outcome: whoever was rung over');
    expect(agentEvent({ Status: 'free', CallSid: 'null' })).toBe('no outcome, unusable: no CallSid');
  });
});

describe('a passthru', () => {
  it('names every phone that was tried, flat or as the JSON of one parameter', () => {
    const legs = { DialCallStatus: 'completed', DialWhomNumber: '09000000002' };
    const flat = {
      'Legs[0][Number]': '09000000001',
      'Legs[0][OnCallDuration]': '0',
      'Legs[1][Number]': '09000000002',
      'Legs[1][OnCallDuration]': '17',
    };
    const json = JSON.stringify([
      { Number: '09000000001', OnCallDuration: '0' },
      { Number: '09000000002', OnCallDuration: 17 },
    ]);
    const told = 'completed: 09000000001 left no-answer; 09000000002 left completed';
    expect(report({ ...legs, ...flat })).toBe(told);
    expect(report({ ...legs, Legs: json })).toBe(told);
    expect(report({ ...legs, Legs: '[{' }), 'and broken JSON is as if there was none').toBe(
      'completed: 09000000002 left completed',
    );
  });

  it('tells of the last phone what became of the call, and of others that they rang out or rejected', () => {
    expect(
      report({
        DialCallStatus: 'canceled',
        DialWhomNumber: '09000000003',
        'Legs[0][Number]': '09000000001',
        'Legs[0][CauseCode]': 'USER_BUSY',
        'Legs[1][Number]': '09000000002',
        'Legs[2][Number]': '09000000003',
      }),
    ).toBe('canceled: 09000000001 left busy; 09000000002 left no-answer; 09000000003 left canceled');
  });

  it('blames nobody for a caller who hung up, in whatever dress the numbers come', () => {
    const canceled = {
      DialCallStatus: 'canceled',
      'Legs[0][Number]': '+919000000001',
      'Legs[1][Number]': '+919000000002',
    };
    const told = 'canceled: +919000000001 left no-answer; +919000000002 left canceled';
    expect(report({ ...canceled, DialWhomNumber: '09000000002' })).toBe(told);
    expect(report(canceled), 'also when the last one is not named').toBe(told);
  });

  it('names no phone twice, and no more than a call can ring', () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, n) => [`Legs[${n}][Number]`, `0900000${1000 + (n % 150)}`]),
    );
    expect(report({ DialCallStatus: 'busy', ...many }).split(';')).toHaveLength(50);
  });

  it('says by its CallType alone what became of the call', () => {
    const DialWhomNumber = '09000000001';
    expect(report({ CallType: 'incomplete', DialCallStatus: 'null', DialWhomNumber })).toMatch(/^no-answer/);
    expect(report({ CallType: 'client-hangup' })).toBe('canceled: whoever was rung left canceled');
    expect(report({ CallType: 'call-attempt' })).toBe('no outcome, unusable: nothing told');
  });
});

describe('a status callback of a call that the API started', () => {
  const ends = { Direction: 'outbound-api', From: '09000000001', To: '09900112233' };

  it('tells of its two ends, and blames neither unless its legs do', () => {
    expect(report({ ...ends, Status: 'no-answer' })).toBe('no-answer: 09000000001 left; 09900112233 left');
    expect(report({ ...ends, Status: 'no-answer', 'Legs[0][Status]': 'completed', 'Legs[1][Status]': 'busy' })).toBe(
      'no-answer: 09000000001 left completed; 09900112233 left busy',
    );
  });

  it('tells that they talk while they do, and then that they are done', () => {
    expect(report({ ...ends, EventType: 'answered', Status: 'in-progress' })).toBe(
      'no outcome: 09000000001 talking; 09900112233 talking',
    );
    expect(report({ ...ends, EventType: 'terminal', Status: 'completed' })).toBe(
      'completed: 09000000001 left completed; 09900112233 left completed',
    );
    expect(report({ EventType: 'answered', Status: 'in-progress' })).toBe('no outcome, unusable: nothing told');
  });

  it('has no caller who could be an old one', () => {
    expect(readReport(someParams({ CallSid: 'c1', ...ends, Status: 'completed' }))).toMatchObject({
      caller: undefined,
    });
  });
});
