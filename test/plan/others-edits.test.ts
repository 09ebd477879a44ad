import { describe, expect, it } from 'vitest';
import { withAgent, withMember, withoutMember } from '../../bin/change/edits.ts';
import { goesBy, othersEditsIn } from '../../bin/change/others-edits.ts';
import { itemsOf } from '../../bin/table/items.ts';
import type { Revised } from '../../bin/table/revised.ts';
import type { Config } from '../../functions/domain/config.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';

const first = aConfig();
const withChanged = (id: string, changes: Partial<Config['agents'][string]>) => (config: Config) => {
  const { name = id, numbers = [], ...rest } = config.agents[id] ?? {};
  return { ...config, agents: { ...config.agents, [id]: { name, numbers, ...rest, ...changes } } };
};
const renamed = (id: string, name: string) => withChanged(id, { name });
const joined = withMember('sales', 'b1', 2)(withAgent('b1', { name: 'Bee', numbers: [numberOf(11)] })(first));
const made = (revision: number, config: Config, more: Partial<Revised> = {}): Revised => ({
  revision,
  config,
  by: 'asha',
  at: `2026-11-26T03:3${revision}:00Z`,
  from: 'file',
  ...more,
});

const editsIn = (chain: readonly Revised[], file: Config) =>
  othersEditsIn(chain, itemsOf(file)).map(({ item, kind, fields, revision }) => [
    item,
    kind,
    fields.map(({ field }) => field).join(),
    revision,
  ]);

describe('a file of before a revision of somebody else', () => {
  const chain = [made(1, first), made(2, joined), made(3, withoutMember('sales', 'a1')(joined))];

  it('undoes it, item by item, each with the revision that changed it last', () => {
    expect(editsIn(chain, first)).toEqual([
      ['AGENT#b1/META', 'added', '', 2],
      ['POOL#sales/MEMBER#b1', 'added', '', 2],
      ['POOL#sales/MEMBER#a1', 'removed', '', 3],
    ]);
  });

  it('undoes it whatever else is edited in it, and of an item only the fields it has as they were', () => {
    const moved = [made(1, first), made(2, withChanged('a2', { numbers: [numberOf(12)] })(first))];
    expect(editsIn(moved, renamed('a2', 'Second')(withoutMember('sales', 'a3')(first)))).toEqual([
      ['AGENT#a2/META', 'changed', 'numbers', 2],
    ]);
  });

  it('undoes another order of a pool', () => {
    const turned = aConfig({ pools: { ...first.pools, sales: aPool(['a3', 'a2', 'a1']) } });
    expect(editsIn([made(1, first), made(2, turned)], first)).toEqual([['POOL#sales', 'changed', 'order', 2]]);
  });

  it('undoes nothing where it says a third thing, nor where that was taken back meanwhile', () => {
    const [second, third] = [renamed('a2', 'Second')(first), renamed('a2', 'Third')(first)];
    expect(editsIn([made(1, first), made(2, second)], third)).toEqual([]);
    expect(editsIn([made(1, first), made(2, second), made(3, first, { from: 'rollback' })], first)).toEqual([]);
  });
});

describe('whoever applies goes by a revision', () => {
  const before = made(1, first);
  const goes = (last: Revised, file: Config, by = 'bharat') => goesBy({ last, before, file: itemsOf(file), by });

  it('that he applied from a file himself, whatever he takes back of it', () => {
    expect(goes(made(2, joined, { by: 'bharat' }), first)).toBe(true);
    expect(goes(made(2, joined, { by: 'bharat', from: 'command' }), first)).toBe(false);
  });

  it('of which his file has anything: what is missing of it is an edit of his', () => {
    expect(goes(made(2, joined), withoutMember('sales', 'b1')(joined))).toBe(true);
    expect(goes(made(2, withoutMember('sales', 'a1')(joined)), withoutMember('sales', 'a1')(first))).toBe(true);
    expect(goes(made(2, renamed('a2', 'Zwei')(joined)), renamed('a2', 'Zwei')(first))).toBe(true);
    expect(goes(made(2, joined), first)).toBe(false);
    expect(goes(made(2, joined), renamed('a2', 'Zwei')(first))).toBe(false);
  });

  it('made from a file: whoever has what a quick edit did need not know what a file did before it', () => {
    expect(goes(made(2, joined, { from: 'command' }), joined)).toBe(false);
  });

  it('not for the turn of a rotation, which an apply keeps by itself', () => {
    const rotation = {
      agents: ['a1', 'a2'],
      timeZone: 'Asia/Kolkata',
      start: '2026-11-02',
      handoverMinute: 0,
      turnDays: 7,
    };
    const turning = (offset: number, turnDays = 7) =>
      aConfig({ rotations: { night: { ...rotation, offset, turnDays } } });
    const last = made(2, turning(1, 14));
    const file = itemsOf(turning(1, 7));
    expect(goesBy({ last, before: made(1, turning(0)), file, by: 'bharat' })).toBe(false);
    expect(othersEditsIn([made(1, turning(0)), last], file)).toMatchObject([{ fields: [{ field: 'turnDays' }] }]);
  });
});
