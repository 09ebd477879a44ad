import { describe, expect, it } from 'vitest';
import type { Applet, Config } from '../../functions/domain/config.ts';
import { planFor, planOf, planWithoutState } from '../../functions/domain/plan.ts';
import { aCall, aConfig, aPool, aReport, exophone, four, one, three, two } from '../support/builders.ts';

const mainOf = (config: Config): Applet => config.applets.main ?? { routes: [] };

describe('a route', () => {
  const config = aConfig();

  it('is the first that matches', () => {
    expect(planFor(aCall({ digits: '"2"' }), mainOf(config), config).pool).toBe('support');
    expect(planFor(aCall({ digits: '"3"' }), mainOf(config), config).pool).toBe('sales');
    expect(planFor(aCall(), mainOf(config), config).pool).toBe('sales');
  });

  it('may depend on the ExoPhone called, which is in CallTo or in To', () => {
    const applet: Applet = {
      routes: [
        { when: { called: exophone }, pool: 'support' },
        { when: {}, pool: 'sales' },
      ],
    };
    expect(planFor(aCall({ CallTo: '08040001000' }), applet, config).pool).toBe('support');
    expect(planFor(aCall({ CallTo: '09900112233', To: '08040001000' }), applet, config).pool).toBe('support');
    expect(planFor(aCall({ CallTo: '08040009999', To: '09900112233' }), applet, config).pool).toBe('sales');
  });
});

describe('a plan', () => {
  it('holds each number once, in the order of the members and of each member’s numbers', () => {
    const config = aConfig({
      agents: { a1: { name: 'One', numbers: [two, one] }, a2: { name: 'Two', numbers: [one, three] } },
      pools: { sales: aPool(['a2', 'a1']) },
    });
    expect(planOf('sales', config).numbers).toEqual([one, three, two]);
  });

  it('leaves out what may not be dialled and whom nobody knows', () => {
    const config = aConfig({
      agents: { a1: { name: 'One', numbers: ['+14155550123', exophone, one] } },
      pools: { sales: aPool(['ghost', 'a1']) },
    });
    expect(planOf('sales', config).numbers).toEqual([one]);
  });

  it('is empty for a pool that does not exist, even one every object inherits', () => {
    expect(planOf('constructor', aConfig()).numbers).toEqual([]);
    expect(planOf('nobody', aConfig()).numbers).toEqual([]);
  });
});

describe('overflow', () => {
  it('goes on with the pools named, and theirs, each agent once', () => {
    const config = aConfig({
      pools: {
        sales: aPool(['a1'], { overflow: ['support', 'night'] }),
        support: aPool(['a2', 'a1'], { overflow: ['night'] }),
        night: aPool(['a3', 'a2']),
      },
    });
    expect(planOf('sales', config).numbers).toEqual([one, two, three]);
  });

  it('ends where somebody made a circle by hand', () => {
    const config = aConfig({
      pools: { sales: aPool(['a1'], { overflow: ['support'] }), support: aPool(['a2'], { overflow: ['sales'] }) },
    });
    expect(planOf('sales', config).numbers).toEqual([one, two]);
    expect(planOf('support', config).numbers).toEqual([two, one]);
  });

  it('does not mislead about the route: the pool that has the number tried comes before one that overflows to it', () => {
    const config = aConfig({
      pools: { support: aPool(['a1'], { overflow: ['sales'] }), sales: aPool(['a2', 'a3']) },
    });
    expect(planWithoutState(aReport(two, 'busy'), mainOf(config), config)).toMatchObject({ pool: 'sales' });
    const reached = aConfig({
      pools: { support: aPool(['a1'], { overflow: ['night'] }), sales: aPool(['a2']), night: aPool(['a3']) },
    });
    expect(planWithoutState(aReport(three, 'busy'), mainOf(reached), reached)).toMatchObject({ pool: 'support' });
  });
});

describe('a plan without state', () => {
  const config = aConfig();

  it('puts the number that was just tried last', () => {
    expect(planWithoutState(aReport(one, 'no-answer'), mainOf(config), config).numbers).toEqual([two, three, one]);
  });

  it('takes the route whose plan holds the number tried when the digits are gone', () => {
    const plan = planWithoutState(aReport(four, 'no-answer'), mainOf(config), config);
    expect(plan).toMatchObject({ pool: 'support', numbers: [four], tried: four });
  });

  it('believes digits more than the number tried', () => {
    const plan = planWithoutState(aReport(one, 'no-answer', { digits: '"2"' }), mainOf(config), config);
    expect(plan).toMatchObject({ pool: 'support', numbers: [four] });
  });

  it('takes the default when the number tried is nobody’s', () => {
    expect(planWithoutState(aReport('+919111111111', 'busy'), mainOf(config), config).numbers).toEqual([
      one,
      two,
      three,
    ]);
    expect(planWithoutState(aCall({ DialWhomNumber: 'sip:asha' }), mainOf(config), config).pool).toBe('sales');
  });
});
