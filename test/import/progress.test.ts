import { expect, it } from 'vitest';
import { progressBar } from '../../bin/terminal/progress.ts';

it('a progress bar redraws itself in its line, which is empty again when all is done or it is given up', () => {
  const written: string[] = [];
  const bar = progressBar('importing people.csv', (text) => written.push(text));
  bar.show(25, 20_000);
  bar.show(10_000, 20_000);
  bar.show(20_000, 20_000);
  expect(written).toEqual([
    '\rimporting people.csv [..............................] 25 of 20,000 items',
    '\rimporting people.csv [###############...............] 10,000 of 20,000 items',
    '\r\u001b[K',
  ]);
  bar.show(25, 20_000);
  bar.clear();
  expect(written.at(-1)).toBe('\r\u001b[K');
});
