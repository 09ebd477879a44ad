/** `docs/performance.md` has the tables of one run, and a picture: both are made from `docs/performance.json`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../bundle/bundle.ts';
import { judge } from './bounds.ts';
import type { Figures } from './figures.ts';
import { drawGrowth } from './growth-picture.ts';
import { report } from './report.ts';

const fileIn = (name: string) => join(root, 'docs', name);
export const pageFile = fileIn('performance.md');
export const pictureFile = fileIn('performance.svg');

const figures = (): Figures => JSON.parse(readFileSync(fileIn('performance.json'), 'utf8'));

export const picture = (): string => drawGrowth(figures());

/** The page with the tables of that run in the place of those it has. */
export const page = (text: string): string => {
  const run = figures();
  const parts = text.split(/(?<=```text\n)[^`]*(?=```)/);
  if (parts.length !== 2) throw new Error(`${pageFile} must have one block of text, for the tables`);
  return parts.join(report(run, judge(run)));
};
