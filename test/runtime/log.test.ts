import { expect, it } from 'vitest';
import type { Metrics } from '../../functions/domain/signals.ts';
import { createLog } from '../../functions/runtime/log.ts';

const logged = (fields: Record<string, unknown>, metrics?: Metrics): string => {
  const lines: string[] = [];
  createLog(
    'prod',
    () => 1_795_000_000_000,
    (line) => lines.push(line),
  )(fields, metrics);
  return lines.join('');
};

it('a log line is one line of JSON', () => {
  expect(logged({ message: 'two\nlines', nested: { count: 3 } })).toBe(
    '{"message":"two\\nlines","nested":{"count":3}}\n',
  );
});

it.each([
  ['+919000000001', '+91******0001'],
  ['09000000001', '******0001'],
  ['919000000001,919000000002', '******0001,******0002'],
  ['0091900000000109900112233', '******2233'],
])('the number %s is masked wherever it stands', (number, masked) => {
  expect(logged({ cause: `could not dial ${number}.`, deep: [{ number }] })).toBe(
    `${JSON.stringify({ cause: `could not dial ${masked}.`, deep: [{ number: masked }] })}\n`,
  );
});

it('a CallSid stays whole, even one of digits only: it is what a call is found by', () => {
  expect(logged({ callSid: '1234567890', other: 'e12eb6e6fcd920019d7174b60099187v' })).toBe(
    '{"callSid":"1234567890","other":"e12eb6e6fcd920019d7174b60099187v"}\n',
  );
});

it('so do the ids of a run and of a trace, parts of which may be digits only', () => {
  const ids = {
    requestId: '12345678-9abc-4def-8123-456789012345',
    traceId: 'Root=1-69274011-0123456789abcdef01234567',
  };
  expect(JSON.parse(logged(ids))).toEqual(ids);
});

it('metrics stand in the line they belong to, in CloudWatch’s embedded format, with the stage as their only dimension', () => {
  expect(JSON.parse(logged({ url: 'primary' }, { Offered: 1, AnswerMs: 12 }))).toEqual({
    url: 'primary',
    _aws: {
      Timestamp: 1_795_000_000_000,
      CloudWatchMetrics: [
        {
          Namespace: 'DialWhom',
          Dimensions: [['Stage']],
          Metrics: [
            { Name: 'Offered', Unit: 'Count' },
            { Name: 'AnswerMs', Unit: 'Milliseconds' },
          ],
        },
      ],
    },
    Stage: 'prod',
    Offered: 1,
    AnswerMs: 12,
  });
});
