/** Colours and tables: for a terminal, and never in the way of whoever reads the output otherwise. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { describe, expect, it } from 'vitest';
import { columns } from '../../bin/columns.ts';
import { bold, green, red, unpainted, yellow } from '../../bin/paint.ts';
import { paintPlan } from '../../bin/plan/paint.ts';
import { aFolder, run } from '../support/cli.ts';

describe('colours', () => {
  it('are there when asked for, and never in a pipe or with NO_COLOR', async () => {
    const file = join(aFolder(), 'pools.yaml');
    writeFileSync(file, 'agents: 7\n');
    const check = (env: Readonly<Record<string, string>>) => run(['validate', file], env);
    const [piped, forced, refused] = await Promise.all([
      check({}),
      check({ FORCE_COLOR: '1' }),
      check({ CLICOLOR_FORCE: '1', NO_COLOR: '1' }),
    ]);
    expect(piped.err).toBe(unpainted(forced.err));
    expect(forced.err).toBe(`${red(piped.err.trimEnd())}\n`);
    expect(refused.err).toBe(piped.err);
  });

  it('are in help and in what commander refuses', async () => {
    const env = { FORCE_COLOR: '1' };
    expect((await run(['agent', '--help'], env)).out).toContain(bold('Usage:'));
    expect((await run(['agent', 'list', '--none'], env)).err).toContain(red("error: unknown option '--none'\n"));
  });
});

describe('a table', () => {
  it('has its heading in bold, and columns that colours do not widen', () => {
    const text = columns(
      ['agent', 'state'],
      [
        ['asha', green('free')],
        [yellow('bo'), 'paused'],
      ],
      Number.POSITIVE_INFINITY,
    );
    expect(text.split('\n')[0]).toBe(bold('agent  state'));
    expect(unpainted(text)).toBe('agent  state\nasha   free\nbo     paused\n');
  });

  it('has as many rows as there are', () => {
    const rows = Array.from({ length: 300_000 }, (_, call) => [`c${call}`, 'busy']);
    expect(columns(['call', 'outcome'], rows).split('\n')).toHaveLength(rows.length + 2);
  });

  it('is cut in its last column where the terminal is narrower, and nowhere else', () => {
    const rows = [['asha', styleText('green', 'paused by somebody', { validateStream: false })]];
    expect(unpainted(columns(['agent', 'note'], rows, 17))).toBe('agent  note\nasha   paused by…\n');
    expect(unpainted(columns(['agent', 'note'], rows, 25))).toContain('paused by somebody\n');
    expect(unpainted(columns(['agent', 'note'], rows, 5))).toBe('agent  note\nasha   pau…\n');
    expect(unpainted(columns(['agent', 'note'], rows, Number.POSITIVE_INFINITY))).toContain('paused by somebody\n');
  });
});

describe('a plan', () => {
  it('is green where somebody comes, red where somebody goes, and yellow where somebody should look', () => {
    const plain = [
      'dial-whom stands at revision 3',
      'pools:',
      '  ~ sales',
      '      joins: asha (Asha Rao)',
      '      leaves: bharat (Bharat Iyer)',
      'warnings:',
      '  pool sales: - is on duty alone',
      '',
    ];
    const painted = paintPlan(plain.join('\n')).split('\n');
    expect(painted).toEqual([
      plain[0],
      bold('pools:'),
      plain[2],
      green(plain[3] ?? ''),
      red(plain[4] ?? ''),
      bold('warnings:'),
      yellow(plain[6] ?? ''),
      '',
    ]);
  });
});
