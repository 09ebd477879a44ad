import { describe, expect, test } from 'vitest';
import { configuredUrl, eventsUrl, withQuery } from '../../bin/emulator/configured-url.ts';

describe('the configured URL', () => {
  test.each([
    ['http://127.0.0.1:8787/primary', 'http://127.0.0.1:8787/primary/main'],
    ['https://example.com/prod/fallback/', 'https://example.com/prod/fallback/main'],
    ['https://example.com/primary?key=a', 'https://example.com/primary/main?key=a'],
    ['https://example.com/primary/sales', 'https://example.com/primary/sales'],
    ['https://example.com/whom.php', 'https://example.com/whom.php'],
    ['https://example.com', 'https://example.com/'],
  ])('%s becomes %s', (pasted, configured) => {
    expect(configuredUrl(pasted, 'main')).toBe(configured);
  });

  test('takes the key and the leg behind the query it has', () => {
    expect(configuredUrl('https://example.com/primary/main?digit=1', 'main', { key: 'a b&c', leg: 'second' })).toBe(
      'https://example.com/primary/main?digit=1&key=a+b%26c&leg=second',
    );
  });
});

test.each([
  ['http://127.0.0.1:8787/events', 'http://127.0.0.1:8787/events/agent'],
  ['https://example.com/prod/events/?key=k', 'https://example.com/prod/events/agent?key=k'],
  ['https://example.com/events/agent?key=k', 'https://example.com/events/agent?key=k'],
  ['https://example.com/events/passthru', 'https://example.com/events/agent'],
  ['https://example.com', 'https://example.com/agent'],
])('events of agents are told below %s at %s', (pasted, told) => {
  expect(eventsUrl(pasted, 'agent')).toBe(told);
});

test.each([
  ['https://example.com/a', 'https://example.com/a?CallSid=1'],
  ['https://example.com/a?', 'https://example.com/a?CallSid=1'],
  ['https://example.com/a?key=k', 'https://example.com/a?key=k&CallSid=1'],
  ['https://example.com/a?key=k&', 'https://example.com/a?key=k&CallSid=1'],
])('the pairs of a call join %s as %s', (url, asked) => {
  expect(withQuery(url, 'CallSid=1')).toBe(asked);
});
