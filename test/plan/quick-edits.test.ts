import { describe, expect, it } from 'vitest';
import { withAgent, withMember, withoutMember } from '../../bin/change/edits.ts';
import { quickEditsIn } from '../../bin/change/quick-edits.ts';
import { editText } from '../../bin/plan/lost.ts';
import { itemsOf } from '../../bin/table/items.ts';
import type { Revised } from '../../bin/table/revised.ts';
import type { Config } from '../../functions/domain/config.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';

const file = aConfig();
const made = (revision: number, config: Config, by = 'asha'): Revised => ({
  revision,
  config,
  by,
  at: `2026-11-26T03:3${revision}:00Z`,
  note: 'sick leave',
  from: revision === 1 ? 'file' : 'command',
});
const since = (...configs: readonly Config[]) => [file, ...configs].map((config, index) => made(index + 1, config));
const editsIn = (revised: readonly Revised[], wanted = file) =>
  quickEditsIn(revised, itemsOf(wanted)).map(({ item, kind, revision }) => [item, kind, revision]);

const joined = withMember('sales', 'b1', 2)(withAgent('b1', { name: 'Bee', numbers: [numberOf(11)] })(file));
const left = withoutMember('sales', 'a1')(joined);

describe('what was changed without a file', () => {
  it('is nothing where the last revision was made from one', () => {
    expect(editsIn(since(), joined)).toEqual([]);
  });

  it('is told item by item, with the revision that changed it last, but not who only moved up', () => {
    expect(editsIn(since(joined, left))).toEqual([
      ['AGENT#b1/META', 'added', 2],
      ['POOL#sales/MEMBER#b1', 'added', 2],
      ['POOL#sales/MEMBER#a1', 'removed', 3],
    ]);
    expect(editsIn(since(joined, withMember('sales', 'b1', 3)(joined))).at(-1)).toEqual([
      'POOL#sales/MEMBER#b1',
      'added',
      3,
    ]);
  });

  it('is not told where the file has it, at whatever place, nor where it was taken back', () => {
    const pools = { ...joined.pools, sales: { ...left.pools.sales, members: left.pools.sales?.members.toReversed() } };
    expect(editsIn(since(joined, left), { ...left, pools: pools as Config['pools'] })).toEqual([]);
    expect(editsIn(since(withMember('sales', 'a4', 1)(file), file), left)).toEqual([]);
  });

  it('is, of somebody who came and whom the file has otherwise, what is otherwise; nothing of a change that it has', () => {
    const own = withMember('sales', 'b1', 2)(withAgent('b1', { name: 'Bea', numbers: [numberOf(11)] })(file));
    expect(quickEditsIn(since(joined), itemsOf(own)).map((edit) => editText(edit, 'Asia/Kolkata'))).toEqual([
      'agent b1 changed (name "Bea" -> "Bee") (by asha, Thu 26 Nov 09:02: "sick leave")',
    ]);
    const later = withMember('sales', 'a2', 4)(file);
    const [first, ...others] = later.pools.sales?.members ?? [];
    const heavier = { ...later.pools.sales, members: [first, ...others.map((one) => ({ ...one, weight: 2 }))] };
    expect(editsIn(since(later), { ...later, pools: { ...later.pools, sales: heavier } as Config['pools'] })).toEqual(
      [],
    );
  });

  it('is another order of a pool, once', () => {
    const turned = aConfig({ pools: { ...file.pools, sales: aPool(['a3', 'a2', 'a1']) } });
    expect(editsIn(since(turned))).toEqual([['POOL#sales', 'changed', 2]]);
    expect(editsIn(since(turned), turned)).toEqual([]);
  });

  it('says an order as the members of a pool are written elsewhere', () => {
    const turned = aConfig({ pools: { ...file.pools, sales: aPool(['a3', 'a2', 'a1']) } });
    expect(quickEditsIn(since(turned), itemsOf(file)).map((edit) => editText(edit, 'Asia/Kolkata'))).toEqual([
      expect.stringMatching(/^pool sales changed \(order a1, a2, a3 -> a3, a2, a1\)/),
    ]);
  });

  it('is said with who, when and why', () => {
    const texts = quickEditsIn(since(joined, withMember('sales', 'a2', 4)(left)), itemsOf(file)).map((edit) =>
      editText(edit, 'Asia/Kolkata'),
    );
    expect(texts).toEqual([
      'agent b1 came (by asha, Thu 26 Nov 09:02: "sick leave")',
      'pool sales: b1 joined (by asha, Thu 26 Nov 09:02: "sick leave")',
      'pool sales: a1 left (by asha, Thu 26 Nov 09:03: "sick leave")',
      'pool sales: a2 changed (tier 1 -> 4) (by asha, Thu 26 Nov 09:03: "sick leave")',
    ]);
  });
});
