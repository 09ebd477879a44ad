import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { harmless, red } from '../../bin/terminal/paint.ts';
import { run } from '../support/cli.ts';
import { runProgram } from '../support/commands.ts';

it('shows a terminal our own colours, and nothing else that it would obey', () => {
  const title = '\u001b]0;pwned\u0007';
  expect(harmless(`${red('asha')}\tMallory${title}\u009b31m\r\u202eecila\u001b[2J नीता 😀\n`)).toBe(
    `${red('asha')}\tMallory?]0;pwned??31m??ecila?[2J नीता 😀\n`,
  );
});

it.each([
  ['apply', '--note', 'ok\n99  ceo'],
  ['agent', 'pause', 'asha', '--reason', 'x\rresumed'],
  ['override', 'add', 'asha', '--pool', 'sales', '--until', '2h', '--reason', 'x\u001b[2J'],
  ['pool', 'add', 'sales', '09000000077', '--agent', 'Mal\u0007lory'],
])('%s %s refuses a text that forges lines or moves the cursor', async (...args) => {
  const { code, err } = await runProgram(...args);
  expect([code, err]).toEqual([2, expect.stringMatching(/is invalid\. Write one line, without control characters\./)]);
});

it.each([
  ['apply', '--note'],
  ['rollback', '1', '--note'],
  ['agent', 'pause', 'asha', '--reason'],
])('%s %s refuses a text that would fill a terminal, and says how long it may be', async (...args) => {
  const { code, err } = await runProgram(...args, 'x'.repeat(1_001));
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(/^a text of at most 1,000 characters is taken, and "x{40}…" has 1,001: shorten it\n$/),
  ]);
  expect(err.length).toBeLessThan(1_000);
  const { err: allowed } = await runProgram(...args, 'x'.repeat(1_000), '--endpoint', 'http://127.0.0.1:9');
  expect(allowed).toContain('nothing answers there');
});

it('refuses such a name in a pools file, and says where', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'names-')), 'pools.yaml');
  writeFileSync(file, readFileSync('pools.yaml', 'utf8').replace('name: Asha Rao', 'name: "Asha\\e]0;pwned\\a"'));
  const { code, err } = await run(['validate', file]);
  expect([code, err]).toEqual([1, expect.stringMatching(/agents\.asha\.name.*the name holds control characters/)]);
});
