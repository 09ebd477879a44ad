/** Colours and tables: for a terminal, and never in the way of whoever reads the output otherwise. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Compared } from '../../bin/plan/compare.ts';
import { differenceLines } from '../../bin/plan/difference-lines.ts';
import { planBetween } from '../../bin/plan/plan.ts';
import { describePlan } from '../../bin/plan/text.ts';
import { columns } from '../../bin/terminal/columns.ts';
import { bold, green, red, unpainted, yellow } from '../../bin/terminal/paint.ts';
import { aConfig, aPool } from '../support/builders.ts';
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

  it('goes on below its last column where the terminal is narrower, and loses nothing', () => {
    const note = 'paused by somebody who is not here';
    const rows = [['asha', styleText('green', note, { validateStream: false })]];
    const folded = 'agent  note\nasha   paused by somebody\n       who is not here\n';
    expect(unpainted(columns(['agent', 'note'], rows, 27))).toBe(folded);
    expect(unpainted(columns(['agent', 'note'], rows, 5)), 'a note that nobody could read').toBe(folded);
    for (const width of [41, Number.POSITIVE_INFINITY]) {
      expect(unpainted(columns(['agent', 'note'], rows, width))).toBe(`agent  note\nasha   ${note}\n`);
    }
  });
});

describe('a plan', () => {
  /** Of agents a1 to a4 and pools sales and support: a4 joins sales, a1 leaves it, and much else wants a look. */
  const before = aConfig();
  const after = aConfig({ pools: { ...before.pools, sales: aPool(['a2', 'a3', 'a4']) } });
  const edit = { item: 'POOL#sales/MEMBER#a9', kind: 'added', fields: [], by: 'bharat', revision: 2 } as const;
  const compared: Compared = {
    table: 'dial-whom',
    standing: { revision: 3 },
    items: { written: 1, removed: 1 },
    id: '1a2b3c4d',
    drift: [{ item: 'AGENT#a2/META', kind: 'deleted', fields: [], apply: 'puts it back' }],
    fileRevision: 2,
    quickEdits: [edit],
    baseRevision: 1,
    othersEdits: [edit],
    gone: ['pool night goes'],
    asks: true,
    unusable: { 'POOL#sales/META': 'strategy' },
    overrides: [{ pool: 'sales', agent: 'a2', duty: 'out', untilMs: 0 }],
    plan: planBetween(before, after, Date.parse('2026-11-21T06:00:00Z')),
    agents: before.agents,
  };
  const lines = describePlan(compared, 'pools.yaml', 'dial-whom apply').split('\n');
  const under = (title: string) => {
    const from = lines.indexOf(bold(`${title}:`)) + 1;
    expect(from, title).toBeGreaterThan(0);
    const more = lines.slice(from);
    return more.slice(
      0,
      more.findIndex((line) => !line.startsWith(' ')),
    );
  };

  it('is green where somebody comes, and red where somebody goes', () => {
    expect(under('pools').slice(0, 3)).toEqual([
      '  ~ sales',
      `      ${green('joins: a4 (Four)')}`,
      `      ${red('leaves: a1 (One)')}`,
    ]);
    const gone = differenceLines({ part: 'agents', name: 'a1', kind: 'goes', fields: [] }, before.agents);
    expect(gone).toEqual([red('- a1 (One) goes')]);
    const come = differenceLines({ part: 'pools', name: 'night', kind: 'comes', fields: [] }, before.agents);
    expect(come).toEqual([green('+ night comes')]);
  });

  it.each([
    'edited by hand since revision 3',
    'applied by others since revision 1, which the file would undo',
    'quick edits since revision 2, which the file does not have',
    'nobody can use',
    'would be lost',
    'warnings',
  ])('is yellow where somebody should look, as apply asks about it: %s', (title) => {
    const plain = under(title).map((line) => unpainted(line).slice(2));
    expect(plain.length).toBeGreaterThan(0);
    expect(under(title)).toEqual(plain.map((line) => `  ${yellow(line)}`));
  });

  it('is plain where nothing is to be done', () => {
    const overrides = under("overrides, which are the table's and stay");
    expect(overrides).toEqual(overrides.map(unpainted));
  });
});
