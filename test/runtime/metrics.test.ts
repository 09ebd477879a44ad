import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { units } from '../../functions/domain/signals.ts';

it('every metric is documented once, with the unit it has in the code', () => {
  const text = readFileSync('docs/metrics.md', 'utf8');
  const documented = [...text.matchAll(/^\| `(\w+)` \| (\w+) \| [^|]+ \| [^|]+ \|$/gm)].map(([, name, unit]) => [
    name,
    unit,
  ]);
  expect(documented).toHaveLength(Object.keys(units).length);
  expect(Object.fromEntries(documented)).toEqual(units);
});
