import { bold, unpainted } from './paint.ts';

/**
 * Rows as a table: columns as wide as they must be. Where it is wider than the terminal the last one, which is the note, is
 * cut, because a table whose lines wrap is no table any more; a pipe gets all of it.
 */
export const columns = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  terminalWidth: number = process.stdout.columns ?? Number.POSITIVE_INFINITY,
): string => {
  const all = [header, ...rows];
  const widths = header.map((_, column) =>
    all.reduce((most, row) => Math.max(most, unpainted(row[column] ?? '').length), 0),
  );
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0);
  const room = Math.max(terminalWidth - before, header.at(-1)?.length ?? 0);
  const [first = '', ...lines] = all.map((row) =>
    row
      .map((cell, column) => (column < row.length - 1 ? padded(cell, widths[column] ?? 0) : cut(cell, room)))
      .join('  ')
      .trimEnd(),
  );
  return [bold(first), ...lines].map((line) => `${line}\n`).join('');
};

const padded = (cell: string, width: number): string => cell + ' '.repeat(width - unpainted(cell).length);

const cut = (cell: string, room: number): string => {
  const text = unpainted(cell);
  return text.length <= room ? cell : `${text.slice(0, room - 1)}…`;
};
