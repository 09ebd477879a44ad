/** A table as a spreadsheet exports it: its cells by column, with the line each row begins in. Pure. */
import { CsvError, type Info, parse } from 'csv-parse/sync';
import type { Problem } from '../pools-file/load.ts';

const columnNames = ['pool', 'number', 'agent', 'tier', 'weight'] as const;
export type Column = (typeof columnNames)[number];

/** `path` is the column. */
export type Flaw = Omit<Problem, 'file'>;

/** A column that is left out is empty. */
export type CsvRow = { readonly line: number; readonly cells: Readonly<Record<Column, string>> };

export type Csv = { readonly rows: readonly CsvRow[]; readonly flaws: readonly Flaw[] };

const known = `columns are ${columnNames.join(', ')}, in any order; pool and number must be there`;

export const readCsv = (bytes: Uint8Array): Csv => {
  const text = textOf(bytes);
  if (text === undefined)
    return flawed(0, 'it is not UTF-8, so that names would be damaged', 'export it anew, as "CSV UTF-8"');
  const read = recordsOf(text);
  if (read.kind === 'flaw') return { rows: [], flaws: [read.flaw] };
  const [header, ...records] = read.records;
  if (header === undefined) return flawed(0, 'it is empty', `begin with a header line: ${known}`);
  const names = withoutEmptyEnd(header.cells).map((name) => name.toLowerCase());
  const flaws = flawsOfHeader(header.line, names);
  if (flaws.length > 0) return { rows: [], flaws };
  if (records.length === 0) return flawed(header.line, 'there is no row below the header', 'write a row a number');
  const lines = records.map((record) => rowOf(record, names));
  return {
    rows: lines.flatMap((one) => (one.kind === 'row' ? one.row : [])),
    flaws: lines.flatMap((one) => (one.kind === 'flaw' ? one.flaw : [])),
  };
};

/** Without its byte order mark, and with line ends of one kind, because the library counts Windows' inside quotes twice. */
const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, '\n');
  } catch {
    return undefined;
  }
};

type Cells = { readonly line: number; readonly cells: readonly string[] };
type Records =
  | { readonly kind: 'records'; readonly records: readonly Cells[] }
  | { readonly kind: 'flaw'; readonly flaw: Flaw };

type Parsed = { readonly info: Info; readonly record: readonly string[]; readonly raw: string };

/** Without lines that are blank, or have nothing but separators: spreadsheets end with some. */
const recordsOf = (text: string): Records => {
  const options = {
    delimiter: separatorOf(text),
    info: true as const,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  };
  const parsed = (to: number) => (to === 0 ? [] : (parse(text, { ...options, to }) as unknown as readonly Parsed[]));
  try {
    const records = parsed(-1).map(({ info, record, raw }) => ({
      // Where it ends, less the line breaks inside quotes.
      line: info.lines - (raw.trim().split('\n').length - 1),
      cells: record.map((cell) => cell.trim()),
    }));
    return { kind: 'records', records };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The library tells where it noticed, which may be many rows after the quote that nobody closed.
    const end = parsed(Number(error.records)).at(-1)?.info.lines ?? 0;
    const blank = text
      .split('\n')
      .slice(end)
      .findIndex((line) => line.trim() !== '');
    const what = 'the quotes of this row do not pair up, and what follows cannot be read';
    const cure = 'close each quote, and write a quote inside quotes twice';
    return { kind: 'flaw', flaw: { line: end + blank + 1, path: '', what, cure } };
  }
};

/** Whichever comes first in the first line that has any: where a comma is the decimal sign, exports have semicolons. */
const separatorOf = (text: string): string => /[,;\t]/.exec(text)?.[0] ?? ',';

const flawsOfHeader = (line: number, names: readonly string[]): Flaw[] => {
  if (!columnNames.some((column) => names.includes(column)))
    return [{ line, path: '', what: 'this is no header line', cure: `begin with one: ${known}` }];
  const flaws = names.flatMap((name, index): Flaw[] => {
    if (!columnNames.some((column) => column === name))
      return [
        { line, path: name, what: `there is no column ${JSON.stringify(name)}`, cure: `rename or remove it: ${known}` },
      ];
    const isTwice = names.indexOf(name) !== index;
    return isTwice ? [{ line, path: name, what: 'this column is there twice', cure: 'remove one of the two' }] : [];
  });
  const missing = (['pool', 'number'] as const).filter((column) => !names.includes(column));
  return [
    ...flaws,
    ...missing.map((path) => ({
      line,
      path,
      what: 'this column is missing',
      cure: `begin with a header line: ${known}`,
    })),
  ];
};

type Read = { readonly kind: 'row'; readonly row: CsvRow } | { readonly kind: 'flaw'; readonly flaw: Flaw };

const rowOf = ({ line, cells }: Cells, names: readonly string[]): Read => {
  const isCut = cells.length < names.length;
  const used = isCut ? cells : [...cells.slice(0, names.length), ...withoutEmptyEnd(cells.slice(names.length))];
  if (used.length !== names.length) {
    const what = `${used.length} field${used.length === 1 ? '' : 's'}, and the header has ${names.length}`;
    return { kind: 'flaw', flaw: { line, path: '', what, cure: 'write a value, or nothing, for each column' } };
  }
  const cellOf = (column: Column) => used[names.indexOf(column)] ?? '';
  const [pool, number, agent, tier, weight] = columnNames.map(cellOf) as [string, string, string, string, string];
  return { kind: 'row', row: { line, cells: { pool, number, agent, tier, weight } } };
};

const withoutEmptyEnd = (cells: readonly string[]): readonly string[] =>
  cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);

const flawed = (line: number, what: string, cure: string): Csv => ({
  rows: [],
  flaws: [{ line, path: '', what, cure }],
});
