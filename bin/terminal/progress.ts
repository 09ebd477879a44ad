/** A bar on a terminal while something takes longer than people like to wait in silence. */
export type ProgressBar = {
  readonly show: (done: number, total: number) => void;
  /** For when it is given up: leaves the line to what is said next. */
  readonly clear: () => void;
};

const cells = 30;

const emptyLine = '\r\u001b[K';

/** Redraws itself in its line, which is empty again when all is done. */
export const progressBar = (what: string, write: (text: string) => void): ProgressBar => ({
  show: (done, total) => {
    const full = Math.floor((done / total) * cells);
    const bar = `${'#'.repeat(full)}${'.'.repeat(cells - full)}`;
    write(done < total ? `\r${what} [${bar}] ${shown(done)} of ${shown(total)} items` : emptyLine);
  },
  clear: () => write(emptyLine),
});

const shown = (count: number): string => count.toLocaleString('en-US');
