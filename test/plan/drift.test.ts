import { describe, expect, it } from 'vitest';
import { driftOf } from '../../bin/change/drift.ts';
import { driftText } from '../../bin/plan/lost.ts';
import { configIn } from '../../bin/table/config-in.ts';
import { itemsOf, sameContent } from '../../bin/table/items.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import type { Item, Key } from '../../functions/adapters/item.ts';
import { aConfig, aPool, one, three, two } from '../support/builders.ts';

type Items = readonly (Key & Item)[];
const applied = itemsOf(aConfig());
const edit = (pk: string, sk: string, fields: object): Items =>
  applied.map((item) => (item.pk === pk && item.sk === sk ? { ...item, ...fields } : item));
const without = (pk: string): Items => applied.filter((item) => item.pk !== pk);
const items = (there: Items, wanted: Items = applied, interrupted: readonly Items[] = []) => ({
  applied,
  there,
  wanted,
  interrupted,
  outside: new Set(['POOL#own']),
});
const byHand = { pk: 'POOL#sales', sk: 'MEMBER#a4', agent: 'a4' };

describe('an item that is not as it was applied', () => {
  it('is none where the table is as it was applied, whatever the file says', () => {
    expect(driftOf(items(applied, itemsOf(aConfig({ pools: {} }))))).toEqual([]);
  });

  it('is named with the fields that are others, and overwritten', () => {
    expect(driftOf(items(edit('POOL#sales', 'MEMBER#a1', { tier: 2 })))).toEqual([
      {
        item: 'POOL#sales/MEMBER#a1',
        kind: 'changed',
        fields: [{ field: 'tier', applied: 1, now: 2 }],
        apply: 'overwrites it',
      },
    ]);
  });

  it('is told whatever another tool can write: whole numbers that JavaScript has no number for, and sets', () => {
    const [drift] = driftOf(
      items(edit('POOL#sales', 'MEMBER#a1', { badge: 12345678901234567890n, tags: new Set(['x']) })),
    );
    expect(drift).toMatchObject({ kind: 'changed', apply: 'overwrites it' });
    expect(drift && driftText(drift)).toBe(
      'POOL#sales/MEMBER#a1 changed (badge none, now "12345678901234567890"; tags none, now ["x"]): apply overwrites it',
    );
    expect(sameContent({ tags: new Set(['x']) }, { tags: new Set(['y']) })).toBe(false);
  });

  it('is no matter of the order of fields, nor of one that is there and says nothing', () => {
    expect(
      sameContent({ when: { digits: '1', hours: undefined }, pool: 'a' }, { pool: 'a', when: { digits: '1' } }),
    ).toBe(true);
    expect(sameContent({ when: {} }, { when: { digits: '1' } })).toBe(false);
    expect(sameContent({ when: { digits: '1' } }, { when: {} })).toBe(false);
    expect(sameContent(['a', 'b'], ['b', 'a'])).toBe(false);
    expect(sameContent({ 0: 'a' }, ['a'])).toBe(false);
    expect(sameContent({ toString: 'a' }, {})).toBe(false);
  });

  it('is removed where somebody added it, and put back where somebody deleted it', () => {
    expect(driftOf(items([...applied, byHand]))).toMatchObject([{ kind: 'added', apply: 'removes it' }]);
    expect(driftOf(items(without('AGENT#a1')))).toMatchObject([
      { item: 'AGENT#a1/META', kind: 'deleted', apply: 'puts it back' },
    ]);
  });

  it('is kept where the file says the same, and where apply does not look', () => {
    const there = edit('POOL#sales', 'META', { strategy: 'random' });
    expect(driftOf(items(there, there))).toMatchObject([{ kind: 'changed', apply: 'keeps it' }]);
    const own = { pk: 'POOL#own', sk: 'META' };
    expect(driftOf(items([...applied, own]))).toMatchObject([{ kind: 'added', apply: 'keeps it' }]);
  });

  it('is kept where somebody added it and the file says all that it says, and more', () => {
    const wanted = [...applied, { ...byHand, tier: 1, weight: 1, position: 3 }];
    expect(driftOf(items([...applied, byHand], wanted))).toMatchObject([{ kind: 'added', apply: 'keeps it' }]);
    const noted = { ...byHand, note: 'until May' };
    expect(driftOf(items([...applied, noted], wanted))).toMatchObject([{ kind: 'added', apply: 'overwrites it' }]);
  });

  it('is not by hand where an apply that was cut short left it', () => {
    const there = edit('POOL#sales', 'META', { strategy: 'random' });
    expect(driftOf(items(there, applied, [applied, there]))).toEqual([]);
  });
});

describe('what stands in the table', () => {
  it('is what was applied, with overrides', () => {
    const until = '2026-11-21T18:00:00+05:30';
    const override = { pk: 'POOL#sales', sk: 'OVERRIDE#a4', agent: 'a4', duty: 'in', until };
    const { config, unusable } = configIn([...applied, override], aConfig());
    const overrides = [{ agent: 'a4', duty: 'in', untilMs: Date.parse(until) }];
    expect(unusable).toEqual({});
    expect(config).toEqual(
      aConfig({
        pools: { sales: aPool(['a1', 'a2', 'a3'], { overrides: overrides as never }), support: aPool(['a4']) },
      }),
    );
  });

  it('has what was applied in the place of what is broken, and of a pool that is gone, but not of an agent', () => {
    const broken = edit('POOL#sales', 'META', { strategy: 'loudest' }).filter(({ pk }) => pk !== 'AGENT#a4');
    const { config, unusable } = configIn(
      broken.filter(({ pk }) => pk !== 'POOL#support'),
      aConfig(),
    );
    expect(unusable).toEqual({ 'POOL#sales/META': 'wrong or missing: strategy' });
    expect(config.pools).toEqual(aConfig().pools);
    expect(Object.keys(config.agents)).toEqual(['a1', 'a2', 'a3']);
  });

  it('has no number twice: one of a broken agent is his whose own item has it by now', () => {
    const [a1, a4] = [keys.agent('a1'), keys.agent('a4')];
    const { a1: _one, a2: _two, ...others } = aConfig().agents;
    const config = aConfig({ agents: { a1: { name: 'One', numbers: [one, two] }, ...others } });
    const numbersOnceHeHas = (...given: readonly string[]) => {
      const byHand = [
        { ...a1, numbers: ['nonsense'] },
        { ...a4, name: 'Four', numbers: given },
      ];
      const untouched = itemsOf(config).filter(({ pk }) => pk !== a1.pk && pk !== a4.pk);
      const found = configIn([...untouched, ...byHand], config).config.agents;
      return Object.entries(found).map(([id, { numbers }]) => [id, ...numbers]);
    };
    expect(numbersOnceHeHas(one)).toEqual([
      ['a1', two],
      ['a3', three],
      ['a4', one],
    ]);
    expect(numbersOnceHeHas(two, one)).toEqual([
      ['a3', three],
      ['a4', two, one],
    ]);
  });

  it('has people whom somebody added by hand, at the end of the list', () => {
    const { config } = configIn([...applied, byHand], aConfig());
    expect(config.pools.sales?.members.map(({ agent }) => agent)).toEqual(['a1', 'a2', 'a3', 'a4']);
  });
});
