import { expect, it } from 'vitest';
import { checkConfig } from '../../functions/domain/config-check.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';

const nowMs = Date.parse('2026-11-25T12:00:00+05:30');

const aCrowd = (count: number) => {
  const ids = Array.from({ length: count }, (_, index) => `agent-${index}`);
  return aConfig({
    agents: Object.fromEntries(ids.map((id, index) => [id, { name: id, numbers: [numberOf(index + 100)] }])),
    pools: { sales: aPool(ids.slice(0, 600), { overflow: ['support'] }), support: aPool(ids.slice(600)) },
  });
};

it('a configuration without mistakes has no findings', () => {
  expect(checkConfig(aConfig(), nowMs)).toEqual([]);
  expect(checkConfig(aCrowd(1000), nowMs)).toEqual([]);
});

it('a pool that reaches more numbers than a call can remember is refused', () => {
  expect(checkConfig(aCrowd(1001), nowMs)).toEqual([
    expect.objectContaining({ path: ['pools', 'sales'], what: expect.stringContaining('reaches 1001 numbers') }),
  ]);
});
