import { describe, expect, test } from 'vitest';
import type { ConversationEvent } from '../../bin/emulator/call.ts';
import { callSidFrom } from '../../bin/emulator/call-sid.ts';
import { holdConversation, passThrough } from '../../bin/emulator/conversation.ts';
import { phonesThat } from '../../bin/emulator/phones.ts';
import { heading, timelineEntry } from '../../bin/emulator/timeline.ts';
import { aCall, asha, aWorld, bilal, chitra } from './a-call.ts';

const all = { body: [asha, bilal, chitra].join(',') };
const phones = phonesThat([
  [bilal, 'busy'],
  [chitra, 'completed'],
]);

/** 2024-09-03 11:44:54 in India. */
const start = 1_725_344_094_000;

describe('the reported time', () => {
  test('advances by the usual ringing without anybody waiting for it', async () => {
    const world = aWorld({ primary: [all] }, start);
    await holdConversation(aCall({ phones }), world);
    expect(world.asked.map(({ query }) => [query.get('CurrentTime'), query.get('DialCallDuration')])).toEqual([
      ['2024-09-03 11:44:54', '0'],
      ['2024-09-03 11:45:14', '20'],
      ['2024-09-03 11:45:19', '5'],
    ]);
    expect(new Set(world.asked.map(({ query }) => query.get('Created')))).toEqual(
      new Set(['Tue, 03 Sep 2024 11:44:54']),
    );
    expect(world.slept).toEqual([]);
  });

  test('advances by the real seconds where they are asked for', async () => {
    const world = aWorld({ primary: [all] }, start);
    const result = await holdConversation(aCall({ phones, ringSeconds: 3, talkSeconds: 7 }), world);
    expect(world.slept).toEqual([3000, 3000, 3000, 7000]);
    expect(world.asked.at(-1)?.query.get('CurrentTime')).toBe('2024-09-03 11:45:00');
    expect(world.asked.at(-1)?.query.get('DialCallDuration')).toBe('3');
    expect(result.requests.map(({ ms }) => ms)).toEqual([0, 0, 0]);
  });
});

describe('a second pass of the same call', () => {
  test('starts with the report of the last attempt, later on the clock and at the same start', async () => {
    const world = aWorld({ primary: [{ body: asha }, { body: '' }, { body: bilal }] }, start);
    const call = aCall({ digits: '1' });
    const first = await passThrough(call, world);
    const second = await passThrough({ ...call, ...first.handover, digits: '2' }, world);
    const opening = world.asked[2]?.query;
    const names = ['digits', 'DialWhomNumber', 'DialCallStatus', 'CallType', 'DialCallDuration', 'StartTime'];
    expect(names.map((name) => opening?.get(name))).toEqual([
      ...['"2"', '09900000001', 'no-answer', 'incomplete', '20', '2024-09-03 11:44:54'],
    ]);
    expect(opening?.get('CurrentTime')).toBe('2024-09-03 11:45:14');
    expect(second.result.attempts).toEqual([{ number: bilal, outcome: 'no-answer' }]);
  });

  test('dials again whom the first pass dialled', async () => {
    const call = aCall();
    const first = await passThrough(call, aWorld({ primary: [{ body: asha }] }));
    const second = await passThrough({ ...call, ...first.handover }, aWorld({ primary: [{ body: asha }] }));
    expect(second.result.attempts).toEqual(first.result.attempts);
  });

  test('still carries the last attempt when a pass between them dialled nobody', async () => {
    const call = aCall({ phones: phonesThat([[asha, 'completed']]) });
    const first = await passThrough(call, aWorld({ primary: [{ body: asha }] }));
    const empty = await passThrough({ ...call, ...first.handover }, aWorld({ primary: [{ body: '' }] }));
    expect(empty.handover.previous).toEqual({ number: asha, outcome: 'completed', durationSeconds: 68 });
    expect(empty.handover.aheadMs).toBe(68_000);
  });
});

test('the timeline shows who was asked, what came back, who rang and how it ended, but never the key', async () => {
  const lines: string[] = [];
  const world = aWorld({
    primary: [{ status: 503, body: 'down\u001b[2J' }, 'silence'],
    fallback: [all, { body: 'x' }],
  });
  const call = aCall({ phones });
  const onEvent = (event: ConversationEvent) => lines.push(timelineEntry(event));
  await holdConversation(call, { ...world, onEvent });
  expect(lines).toEqual([
    '  0:00  primary   503 in 0 ms: "down\\u001b[2J"',
    `  0:00  fallback  200 in 0 ms: ${asha}, ${bilal}, ${chitra}`,
    `  0:00  dialling  ${asha}`,
    `  0:20  outcome   ${asha} no-answer after 20 s`,
    '  0:20  primary   no answer in 0 ms: timed out',
    '  0:20  fallback  200 in 0 ms: nobody, for this is no list of numbers: "x"',
    '  0:20  exit      nobody-answered: if nobody answers',
  ]);
  expect(heading(call)).toContain('http://primary.test/primary/main');
  expect([heading(call), ...lines].join('\n')).not.toContain('k1');
});

test('a CallSid has 32 characters, all hexadecimal but the last', () => {
  const sids = Array.from({ length: 256 }, (_, byte) => callSidFrom(new Uint8Array(16).fill(byte)));
  for (const sid of sids) expect(sid).toMatch(/^[0-9a-f]{31}[g-z]$/);
  expect(new Set(sids).size).toBe(256);
});
