import { bold, unpainted } from './paint.ts';

/** Narrower than that nobody reads a note. */
const leastRoom = 20;

/**
 * Rows as a table: columns as wide as they must be. Where it is wider than the terminal the last one, which is the note, goes
 * on below itself; a pipe gets a line a row.
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
  const room = Math.max(terminalWidth - before, leastRoom);
  const [first = '', ...lines] = all.map((row) =>
    row
      .map((cell, column) => (column < row.length - 1 ? padded(cell, widths[column] ?? 0) : folded(cell, room, before)))
      .join('  ')
      .trimEnd(),
  );
  return [bold(first), ...lines].map((line) => `${line}\n`).join('');
};

const padded = (cell: string, width: number): string => cell + ' '.repeat(width - unpainted(cell).length);

/** Between words. */
const folded = (cell: string, room: number, indent: number): string => {
  if (unpainted(cell).length <= room) return cell;
  const lines: string[] = [];
  for (const word of cell.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && unpainted(longer).length > room) lines.push(word);
    else lines[Math.max(lines.length - 1, 0)] = longer;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
};
