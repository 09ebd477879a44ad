import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../bin/table/open.ts';
import { localTableName } from '../../bin/table/target.ts';
import { aFolder } from '../support/cli.ts';
import { aServiceOfPools } from '../support/pools.ts';

const csv = (lines: readonly string[]): string => {
  const file = join(aFolder(), 'people.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
};

/** Every item there is, in the order of the table. */
const everything = async (endpoint: string) => {
  const items: unknown[] = [];
  const pages = paginateScan(openTable({ endpoint, name: localTableName }), { TableName: localTableName });
  for await (const { Items } of pages) items.push(...(Items ?? []));
  return items;
};

describe('dial-whom pool import', () => {
  it('lets everybody of a file join, whom the next call rings, and the same file again changes nothing', async () => {
    const { dialWhom, json, rings, apply } = await aServiceOfPools();
    const file = csv([
      'Pool;Number;Agent;Tier',
      'sales;"090000 00099";Ravi Kumar;2',
      'sales;9000000098;asha;',
      'desk;9000000099;;',
    ]);
    expect(await dialWhom('pool', 'import', file, '--note', 'Pune joins')).toEqual({
      code: 0,
      out: `${file}: 3 rows, 2 pools: 1 new agent; 2 join; 1 agent gets another number (asha +919000000098); 1 is there already\nrevision 2 of dial-whom; handlers see it within a minute\nunless the pools file has it already, write it anew with npx dial-whom export: else apply asks whether to undo it\n`,
      err: '',
    });
    expect((await json('pool', 'show', 'sales')).places).toMatchObject([
      { agent: 'asha', numbers: ['+919000000011', '+919000000098'] },
      { agent: 'bharat' },
      { agent: 'ravi-kumar', name: 'Ravi Kumar', tier: 2, numbers: ['+919000000099'], onDuty: true },
    ]);
    expect(await rings('one')).toEqual(['11', '98', '12', '99']);
    expect((await dialWhom('pool', 'import', file)).out).toBe(
      `${file}: 3 rows, 2 pools: 3 are there already: nothing to change in dial-whom\n`,
    );
    expect(await json('pool', 'import', file)).toEqual({
      table: 'dial-whom',
      revision: 2,
      file,
      rows: 3,
      newAgents: 0,
      newNumbers: {},
      joining: 0,
      pools: 2,
      moving: 0,
      thereAlready: 3,
    });
    expect(await apply()).toMatch(/^applied revision 3 /);
    expect(await rings('two')).toEqual(['11', '12']);
  });

  it('refuses a file with all that is wrong in it, line by line, and then has changed nothing', async () => {
    const { dialWhom, apply } = await aServiceOfPools();
    const errorOf = async (...args: readonly string[]) => {
      const { code, out, err } = await dialWhom('pool', 'import', ...args);
      expect([code, out]).toEqual([1, '']);
      return err;
    };
    const file = csv([
      'pool,number,agent',
      'sales,+12025550123,Mina',
      'sale,9000000077,Ravi',
      'sales,9000000015,Ravi',
      'sales,08040001000,Tara',
    ]);
    const lines = (await errorOf(file)).split('\n');
    expect(lines).toEqual([
      expect.stringMatching(
        `^${file}:2: number: \\+12025550123 is .*only IN may be dialled\\. To mend it: use another `,
      ),
      expect.stringMatching(
        `^${file}:3: pool: there is no pool "sale"\\. To mend it: .* one of sales, night, desk\\.$`,
      ),
      expect.stringMatching(`^${file}:4: number: \\+919000000015 is the number of esha, not of "Ravi"\\. To mend it: `),
      expect.stringMatching(`^${file}:5: number: \\+918040001000 is one of our ExoPhones`),
      'Nothing was imported.',
      '',
    ]);
    const many = await errorOf(csv(['pool,number', ...Array.from({ length: 1060 }, () => 'sales,abc')]));
    expect(many.split('\n').slice(49)).toEqual([
      expect.stringMatching(/people\.csv:51: number: "abc" is no phone number/),
      'and 1,010 more',
      'Nothing was imported.',
      '',
    ]);
    expect(await errorOf('/nowhere/people.csv')).toBe(
      '/nowhere/people.csv cannot be read (ENOENT): give the path of a CSV file\n',
    );
    expect(await apply()).toMatch(/^nothing to change: dial-whom stands at revision 1;/);
  });

  it('takes 10,000 rows, and nothing of them if one is wrong', { timeout: 120_000 }, async () => {
    const pools = Array.from({ length: 20 }, (_, index) => `team-${index}`);
    const { dialWhom, endpoint, rings, json } = await aServiceOfPools(`
settings:
  country: IN
  timeZone: Asia/Kolkata
  numberPolicy: { countries: [IN], types: [mobile] }
  lastResort: ["+919000000090"]
agents:
  asha: { name: Asha Rao, numbers: ["+919000000011"] }
pools:
${pools.map((pool) => `  ${pool}: { strategy: linear, leases: off, members: [asha] }`).join('\n')}
applets:
  one: { routes: [{ pool: team-13 }] }
`);
    const rows = Array.from(
      { length: 10_000 },
      (_, index) => `team-${index % 20},0${9_100_000_000 + index},Agent ${index}`,
    );
    const before = await everything(endpoint);
    const bad = csv(['pool,number,agent', ...rows.with(7000, 'team-0,9.1E+09,Agent 7000')]);
    expect(await dialWhom('pool', 'import', bad)).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        `^${bad}:7002: number: "9\\.1E\\+09" was shortened by a spreadsheet, .*\nNothing was imported\\.\n$`,
      ),
    });
    expect(await everything(endpoint)).toEqual(before);

    const { out } = await dialWhom('pool', 'import', csv(['pool,number,agent', ...rows]));
    expect(out).toMatch(/: 10,000 rows, 20 pools: 10,000 new agents; 10,000 join\nrevision 2 /);
    expect((await json('pool', 'list')).pools[13].members).toHaveLength(501);
    expect(await rings('one')).toEqual(['11', '13', '33', '53', '73', '93', '13', '33', '53', '73']);
  });
});
