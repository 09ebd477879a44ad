import { describe, expect, it } from 'vitest';
import { readCsv } from '../../bin/import/csv.ts';

const read = (text: string) => readCsv(new TextEncoder().encode(text));
/** `line column: what` of each flaw. */
const flawsOf = (text: string) => read(text).flaws.map(({ line, path, what }) => `${line} ${path}: ${what}`);

describe('a spreadsheet export', () => {
  it('is read with its columns in any order, in any case, and what is left out is empty', () => {
    expect(read('Number, Tier ,POOL\n09000000011,2, sales \n')).toEqual({
      rows: [{ line: 2, cells: { pool: 'sales', number: '09000000011', agent: '', tier: '2', weight: '' } }],
      flaws: [],
    });
  });

  it.each([
    ['commas', 'pool,number,agent\nsales,1,"Rao, Asha"\n', 'Rao, Asha'],
    ['semicolons', 'pool;number;agent\nsales;1;Rao, Asha\n', 'Rao, Asha'],
    ['tabs', 'pool\tnumber\tagent\nsales\t1\tRao, Asha\n', 'Rao, Asha'],
    ['Windows line ends and a byte order mark', '\ufeffpool,number,agent\r\nsales,1,Asha\r\n', 'Asha'],
    ['line ends of an old Mac', 'pool,number,agent\rsales,1,Asha\r', 'Asha'],
    ['no end of the last line', 'pool,number,agent\nsales,1,Asha', 'Asha'],
    ['quotes inside quotes', 'pool,number,agent\nsales,1,"Asha ""Ash"" Rao"\n', 'Asha "Ash" Rao'],
    ['separators behind the last column', 'pool,number,agent,,\nsales,1,Asha,,\n', 'Asha'],
  ])('may have %s', (_what, text, agent) => {
    const { rows, flaws } = read(text);
    expect(flaws).toEqual([]);
    expect(rows).toMatchObject([{ line: 2, cells: { pool: 'sales', number: '1', agent } }]);
  });

  it.each(['\n', '\r\n', '\r'])('keeps count of the lines past blank ones and breaks inside quotes (%j)', (end) => {
    const lines = [
      '',
      'pool,number,agent',
      '',
      'sales,1,"Asha',
      'Rao"',
      ',,',
      'sales,2,Bharat',
      '  ',
      'desk,3,"x',
      '',
      'y"',
    ];
    expect(read(lines.join(end)).rows.map(({ line, cells }) => [line, cells.number])).toEqual([
      [4, '1'],
      [7, '2'],
      [9, '3'],
    ]);
  });
});

describe('a spreadsheet export is refused', () => {
  it('with what is wrong in its header, by name', () => {
    expect(flawsOf('pool,phone,agent,agent\nsales,1,x,y\n')).toEqual([
      '1 phone: there is no column "phone"',
      '1 agent: this column is there twice',
      '1 number: this column is missing',
    ]);
    expect(read('pool,phone\nsales,1\n').flaws[0]?.cure).toBe(
      'rename or remove it: columns are pool, number, agent, tier, weight, in any order; pool and number must be there',
    );
  });

  it('once where there is no header, because the first line is a row already', () => {
    expect(flawsOf('sales,Ravi Kumar,9000000099\n')).toEqual(['1 : this is no header line']);
  });

  it('row by row where fields are missing or too many, and the others are read', () => {
    const text = 'pool,number,agent\nsales,1\nsales,2,Asha\nsales,3,Rao, Bharat\n\nsales\n';
    expect(flawsOf(text)).toEqual([
      '2 : 2 fields, and the header has 3',
      '4 : 4 fields, and the header has 3',
      '6 : 1 field, and the header has 3',
    ]);
    expect(read(text).rows).toMatchObject([{ line: 3 }]);
  });

  it.each([
    ['nothing', '', '0 : it is empty'],
    ['blank lines only', '\n\n', '0 : it is empty'],
    ['a header only', '\npool,number\n', '2 : there is no row below the header'],
  ])('with %s in it', (_what, text, flaw) => {
    expect(flawsOf(text)).toEqual([flaw]);
  });

  it('at the line where quotes do not pair up', () => {
    expect(flawsOf('pool,number,agent\nsales,1,"Asha" Rao\n')).toEqual([
      '2 : the quotes of this row do not pair up, and what follows cannot be read',
    ]);
    expect(flawsOf('pool,number,agent\nsales,1,x\n\nsales,2,"Asha\nsales,3,"y"\n')).toEqual([
      '4 : the quotes of this row do not pair up, and what follows cannot be read',
    ]);
  });

  it('when it is not UTF-8', () => {
    const { flaws } = readCsv(
      Uint8Array.from([...'pool,number,agent\nsales,1,Jos'].map((c) => c.charCodeAt(0)).concat(0xe9)),
    );
    expect(flaws).toMatchObject([{ line: 0, what: 'it is not UTF-8, so that names would be damaged' }]);
  });
});
