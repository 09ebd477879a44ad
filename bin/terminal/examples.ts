/** Examples for `--help`: lines to copy into a shell as they are, what they are for behind a `#`. */

export type Example = string | readonly [line: string, what: string];

/** The end of every command's help. */
export const examples = (...all: readonly Example[]): string => {
  const pairs = all.map((one) => (typeof one === 'string' ? ([one, ''] as const) : one));
  const width = Math.max(0, ...pairs.map(([line, what]) => (what === '' || line.includes('\n') ? 0 : line.length)));
  const lines = pairs.map(([line, what]) => `  ${what === '' ? line : `${line.padEnd(width)}   # ${what}`}`);
  return `\n${all.length === 1 ? 'Example' : 'Examples'}:\n${lines.join('\n')}`;
};
