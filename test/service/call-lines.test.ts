import { expect, it } from 'vitest';
import { holdConversation } from '../../bin/emulator/conversation.ts';
import { createEventSender } from '../../bin/emulator/event-sender.ts';
import { createCallLines } from '../../bin/local/call-lines.ts';
import { aConfig, one, three, two } from '../support/builders.ts';
import { aCaller, inProcess } from '../support/in-process.ts';

const watched = () => {
  const lines: string[] = [];
  const lineOf = createCallLines(() => '10:00:00');
  return { lines, log: (fields: Readonly<Record<string, unknown>>) => void lines.push(lineOf(fields).trimEnd()) };
};

const withoutTimes = (lines: readonly string[]) => lines.map((line) => line.replace(/ {2}\d+ ms$/, ''));

it('whoever watches sees each call in one line, as far as it has come', async () => {
  const { lines, log } = watched();
  const deps = inProcess(aConfig(), {}, log);
  await holdConversation(aCaller({ [one]: 'busy', [two]: 'no-answer', [three]: 'no-answer' }), deps);
  expect(withoutTimes(lines)).toEqual([
    '10:00:00  a1  main/sales  a1, and 2 more',
    '10:00:00  a1  main/sales  a1 busy, a2, and 1 more',
    '10:00:00  a1  main/sales  a1 busy, a2 no-answer, a3, nobody after that',
    '10:00:00  a1  main/sales  a1 busy, a2 no-answer, a3 no-answer, nobody: exhausted',
  ]);
});

it('events tell who talks, and the end of it', async () => {
  const { lines, log } = watched();
  const deps = inProcess(aConfig(), {}, log);
  const caller = aCaller({ [one]: 'completed' });
  const events = createEventSender(caller, { url: 'http://test/events' }, deps);
  await holdConversation(caller, { ...deps, events });
  await events.settled();
  const told = withoutTimes(lines).slice(1);
  expect(told).toContain('10:00:00  a1  events  a1 talks');
  expect(told.at(-1)).toBe('10:00:00  a1  events  a1 completed');
});

it('a refusal says why, and what is no request stands as it is', () => {
  const { lines, log } = watched();
  log({ level: 'warn', url: 'primary', callSid: 'a2', applet: 'main', status: 403, why: 'key missing', ms: 1 });
  log({ level: 'error', message: 'config not refreshed', cause: 'TimeoutError' });
  expect(lines).toEqual([
    '10:00:00  a2  main  403 key missing  1 ms',
    '10:00:00  error: {"level":"error","message":"config not refreshed","cause":"TimeoutError"}',
  ]);
});
