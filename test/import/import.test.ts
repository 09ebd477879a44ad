import { describe, expect, it } from 'vitest';
import { withAdditions } from '../../bin/change/edits.ts';
import { importOf } from '../../bin/import/additions.ts';
import { readCsv } from '../../bin/import/csv.ts';
import { rowsOf } from '../../bin/import/rows.ts';
import { describeSummary, isNothing, summaryOf } from '../../bin/import/summary.ts';
import type { Config } from '../../functions/domain/config.ts';
import { checkConfig } from '../../functions/domain/config-check.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';

const nowMs = Date.parse('2026-11-21T06:00:00Z');

/** The rows under a header with all columns. */
const read = (rows: readonly string[], config: Config = aConfig()) => {
  const csv = readCsv(new TextEncoder().encode(['pool,number,agent,tier,weight', ...rows].join('\n')));
  const parsed = rowsOf(csv.rows, config);
  const { additions, flaws, flawOf } = importOf(parsed.rows, config);
  const after = withAdditions(additions)(config);
  const summary = summaryOf(parsed.rows.length, additions, config);
  return { after, summary, flawOf, flaws: [...csv.flaws, ...parsed.flaws, ...flaws] };
};
const flawsOf = (...rows: readonly string[]) =>
  read(rows).flaws.map(({ line, path, what }) => `${line} ${path}: ${what}`);

describe('an import', () => {
  it('adds new agents and members behind those there are, in the order of the rows', () => {
    const { after, summary, flaws } = read(['sales,0900000 0077,Ravi Kumar,2,3', 'support,90000 00078,Mina,,']);
    expect(flaws).toEqual([]);
    expect(after.agents['ravi-kumar']).toEqual({ name: 'Ravi Kumar', numbers: [numberOf(77)] });
    expect(after.pools.sales?.members.at(-1)).toEqual({ agent: 'ravi-kumar', tier: 2, weight: 3 });
    expect(after.pools.support?.members.at(-1)).toEqual({ agent: 'mina', tier: 1, weight: 1 });
    expect(Object.keys(after.agents).slice(0, 4)).toEqual(Object.keys(aConfig().agents).slice(0, 4));
    expect(describeSummary(summary)).toBe('2 rows, 2 pools: 2 new agents; 2 join');
  });

  it('gives somebody with several rows several numbers, and one place in each pool', () => {
    const { after, flaws } = read([
      'sales,9000000077,Ravi Kumar,2,',
      'sales,9000000078,Ravi Kumar,,3',
      'support,9000000077,,,',
    ]);
    expect(flaws).toEqual([]);
    expect(after.agents['ravi-kumar']?.numbers).toEqual([numberOf(77), numberOf(78)]);
    expect(after.pools.sales?.members.at(-1)).toEqual({ agent: 'ravi-kumar', tier: 2, weight: 3 });
    expect(after.pools.support?.members.at(-1)).toEqual({ agent: 'ravi-kumar', tier: 1, weight: 1 });
  });

  it('gives an agent there is already the numbers he lacks, by his name or his id, and says so', () => {
    const { name, numbers } = aConfig().agents.a1 ?? { name: '', numbers: [] };
    const { after, summary } = read([`sales,9000000077,${name},,`, 'sales,9000000078,a1,,']);
    expect(after.agents.a1?.numbers).toEqual([...numbers, numberOf(77), numberOf(78)]);
    expect(summary).toMatchObject({ newAgents: 0, newNumbers: { a1: [numberOf(77), numberOf(78)] }, thereAlready: 1 });
    expect(describeSummary(summary)).toBe(
      '2 rows, 1 pool: 1 agent gets another number (a1 +919000000077 +919000000078); 1 is there already',
    );
  });

  it('moves a member only where tier or weight is given, and needs no name where the number is known', () => {
    const config = aConfig();
    const number = config.agents.a2?.numbers[0];
    expect(read([`sales,${number},,,`]).after).toEqual(config);
    const moved = read([`sales,${number},,4,`]);
    expect(moved.after.pools.sales?.members).toEqual(
      config.pools.sales?.members.map((member) => (member.agent === 'a2' ? { ...member, tier: 4 } : member)),
    );
    expect(describeSummary(moved.summary)).toBe('1 row, 1 pool: 1 gets another tier or weight');
  });

  it('of the same rows again changes nothing', () => {
    const rows = ['sales,9000000077,Ravi Kumar,2,3', 'support,9000000078,Mina,,', 'sales,9000000078,,,'];
    const { after } = read(rows);
    const again = read(rows, after);
    expect(again.after).toEqual(after);
    expect(isNothing(again.summary)).toBe(true);
    expect(describeSummary(again.summary)).toBe('3 rows, 2 pools: 3 are there already');
  });
});

describe('an import names each wrong row with its column', () => {
  it('where a pool is not there, or a number is none', () => {
    expect(flawsOf('sale,9000000077,x,,', ',9000000078,y,,', 'sales,abc,z,,', 'sales,,w,,')).toEqual([
      '2 pool: there is no pool "sale"',
      '3 pool: it is empty',
      '4 number: "abc" is no phone number',
      '5 number: it is empty',
    ]);
  });

  it.each([
    ['9.19E+11', '"9.19E+11" was shortened by a spreadsheet, and its last digits are lost'],
    ['"9,19E+11"', '"9,19E+11" was shortened by a spreadsheet, and its last digits are lost'],
    ['9000000077.0', '"9000000077.0" was taken for an amount by a spreadsheet'],
    ['12025550123', '"12025550123" is no number of IN: if it is of another country, its + is lost'],
  ])('where a spreadsheet damaged a number: %s', (number, what) => {
    expect(flawsOf(`sales,${number},x,,`)).toEqual([`2 number: ${what}`]);
  });

  it('where tier or weight is out of range, all of a row at once', () => {
    expect(flawsOf('sales,9000000077,x,0,-1', 'sales,9000000078,y,1.5,many')).toEqual([
      '2 tier: "0": tier is no number it can be',
      '2 weight: "-1": weight is no number it can be',
      '3 tier: "1.5": tier is no number it can be',
      '3 weight: "many": weight is no number it can be',
    ]);
  });

  it('where a number would be of two agents', () => {
    expect(flawsOf('sales,9000000077,Ravi,,', 'support,9000000077,Mina,,', `sales,${numberOf(2)},Ravi,,`)).toEqual([
      '3 number: +919000000077 is the number of ravi by line 2, not of "Mina"',
      `4 number: ${numberOf(2)} is the number of a2, not of "Ravi"`,
    ]);
  });

  it('where it is not clear who is meant', () => {
    const twins = { a1: { name: 'Asha', numbers: [numberOf(1)] }, a2: { name: 'Asha', numbers: [numberOf(2)] } };
    const config = aConfig({ agents: { ...aConfig().agents, ...twins } });
    expect(read(['sales,9000000077,Asha,,'], config).flaws).toMatchObject([
      { what: 'there are 2 agents of the name "Asha"', cure: 'write which of them: a1, a2' },
    ]);
    expect(flawsOf('sales,9000000077,,,')).toEqual(['2 agent: nobody has the number +919000000077 yet']);
    expect(flawsOf('sales,9000000077,A-1,,', 'sales,9000000078,A1,,')[0]).toMatch(
      /^3 agent: "A1" would be agent a1, who is /,
    );
    expect(flawsOf('sales,9000000077,Ravi Kumar,,', 'sales,9000000078,ravi kumar,,')).toEqual([
      '3 agent: "ravi kumar" would be agent ravi-kumar, as "Ravi Kumar" of line 2',
    ]);
    expect(flawsOf('sales,9000000077,रवि,,')).toEqual(['2 agent: "रवि" cannot be a name']);
  });

  it('where two rows say the same, or not the same of one place', () => {
    expect(
      flawsOf(
        'sales,9000000077,Ravi,,',
        'sales,09000000077,,,',
        'sales,9000000078,Ravi,2,',
        'sales,9000000079,Ravi,3,',
      ),
    ).toEqual([
      '3 number: +919000000077 is in pool sales by line 2 already',
      '5 tier: tier 3, and another row has ravi in pool sales with tier 2',
    ]);
  });

  it('where the configuration would be wrong after it', () => {
    const brokenBy = (rows: readonly string[], config = aConfig()) => {
      const { after, flawOf, flaws } = read(rows, config);
      expect(flaws).toEqual([]);
      return checkConfig(after, nowMs).map((finding) => {
        const { line, path, what } = flawOf(finding, after);
        return `${line} ${path}: ${what}`;
      });
    };
    expect(brokenBy(['sales,9000000077,Ravi,,', 'sales,+12025550123,Mina,,'])).toEqual([
      expect.stringMatching(/^3 number: \+12025550123 is .*only IN may be dialled/),
    ]);
    const many = Array.from({ length: 1000 }, (_, index) => `sales,${9_100_000_000 + index},many-${index},,`);
    expect(brokenBy(['support,9000000077,Ravi,,', ...many])).toEqual([
      '3 pool: it reaches 1003 numbers with its overflow, and a call can remember 1000',
    ]);
    const behind = { sales: aPool(['a1', 'a2', 'a3']), support: aPool(['a4'], { overflow: ['sales'] }) };
    expect(brokenBy(many.slice(0, 997), aConfig({ pools: behind }))).toEqual([
      '0 pools.support: it reaches 1001 numbers with its overflow, and a call can remember 1000',
    ]);
  });
});
