import { describe, expect, it } from 'vitest';
import type { Applet, Condition, Config } from '../../functions/domain/config.ts';
import * as plans from '../../functions/domain/plan.ts';
import type { Call } from '../../functions/domain/request.ts';
import { aCall, aConfig, aPool, aReport, exophone, four, one, three, two } from '../support/builders.ts';

const now = Date.parse('2026-11-23T12:00:00+05:30');
const momentOf = (config: Config) => ({ config, live: new Map(), nowMs: now });
const planFor = (call: Call, applet: Applet, config: Config) => plans.planFor(call, applet, momentOf(config));
const planUnremembered = (call: Call, applet: Applet, config: Config) =>
  plans.planUnremembered(call, applet, momentOf(config));
const planOf = (pool: string, config: Config, call = aCall()) => plans.planOf(pool, call, momentOf(config));

const mainOf = (config: Config): Applet => config.applets.main ?? { fetch: 'each', routes: [] };

describe('a route', () => {
  const config = aConfig();

  it('is the first that matches', () => {
    expect(planFor(aCall({ digits: '"2"' }), mainOf(config), config).pool).toBe('support');
    expect(planFor(aCall({ digits: '"3"' }), mainOf(config), config).pool).toBe('sales');
    expect(planFor(aCall(), mainOf(config), config).pool).toBe('sales');
  });

  it('may depend on the ExoPhone called, which is in CallTo or in To', () => {
    const applet: Applet = {
      fetch: 'each',
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

describe('a condition of a route', () => {
  const open = { timeZone: 'Asia/Kolkata', weekly: { 1: [[9 * 60, 18 * 60]] as const }, dates: {} };
  const config = aConfig({ hours: { open, shut: { ...open, weekly: {} } } });
  const poolFor = (when: Condition, call: Call) =>
    planFor(
      call,
      {
        fetch: 'each',
        routes: [
          { when, pool: 'support' },
          { when: {}, pool: 'sales' },
        ],
      },
      config,
    ).pool;

  it.each<[string, Condition, Record<string, string>, string]>([
    ['the caller’s number', { caller: ['+919900112233'] }, { CallFrom: '09900112233' }, 'support'],
    ['another caller', { caller: ['+919900112233'] }, { CallFrom: '09900112234' }, 'sales'],
    ['one of a list', { caller: ['+9144', '+9133'] }, { CallFrom: '03312345678' }, 'support'],
    ['a prefix, in From', { caller: ['+9144'] }, { From: '04412345678' }, 'support'],
    ['a withheld caller', { caller: ['+9144'] }, { CallFrom: 'anonymous' }, 'sales'],
    ['no caller', { caller: ['+9144'] }, {}, 'sales'],
    ['a foreign caller', { caller: ['+91'] }, { CallFrom: '+14155550123' }, 'sales'],
    ['the direction', { direction: 'outbound-dial' }, { Direction: 'outbound-dial' }, 'support'],
    ['the other direction', { direction: 'outbound-dial' }, { Direction: 'incoming' }, 'sales'],
    ['the custom field', { customField: 'vip' }, { CustomField: 'vip' }, 'support'],
    ['another custom field', { customField: 'vip' }, { CustomField: '"vip"' }, 'sales'],
    [
      'a field of its JSON',
      { customField: { tier: 'gold', id: '7' } },
      { CustomField: '{"tier":"gold","id":7}' },
      'support',
    ],
    [
      'a field that is not in its JSON',
      { customField: { toString: 'x' } },
      { CustomField: '{"tier":"gold"}' },
      'sales',
    ],
    ['a field of what is no JSON', { customField: { tier: 'gold' } }, { CustomField: 'tier=gold' }, 'sales'],
    ['hours that are open', { hours: 'open' }, {}, 'support'],
    ['hours that are shut', { hours: 'shut' }, {}, 'sales'],
    ['hours that somebody deleted', { hours: 'gone' }, {}, 'support'],
    ['two conditions, one of which fails', { hours: 'open', digits: '2' }, {}, 'sales'],
  ])('%s', (_what, when, parameters, pool) => {
    expect(poolFor(when, aCall(parameters))).toBe(pool);
  });
});

describe('hours', () => {
  const shut = { timeZone: 'Asia/Kolkata', weekly: {}, dates: {} };

  it('of a pool leave its members out, and go on with overflow', () => {
    const pools = { sales: aPool(['a1'], { hours: 'shut', overflow: ['support'] }), support: aPool(['a4']) };
    expect(planOf('sales', aConfig({ hours: { shut }, pools }))).toMatchObject({
      pool: 'sales',
      numbers: [four],
      whenEmpty: 'exhausted',
    });
  });

  it('of all pools reached make the plan closed', () => {
    const pools = { sales: aPool(['a1'], { hours: 'shut' }), support: aPool(['a4']) };
    expect(planOf('sales', aConfig({ hours: { shut }, pools }))).toMatchObject({
      pool: 'sales',
      numbers: [],
      whenEmpty: 'closed',
    });
  });

  it('of an agent leave him out', () => {
    const agents = { ...aConfig().agents, a1: { name: 'One', numbers: [one], hours: 'shut' } };
    expect(planOf('sales', aConfig({ hours: { shut }, agents })).numbers).toEqual([two, three]);
  });
});

describe('an agent who calls', () => {
  it('is never offered himself, whichever of his numbers he calls from', () => {
    const agents = { ...aConfig().agents, a1: { name: 'One', numbers: [one, four] } };
    const call = aCall({ CallFrom: four.replace('+91', '0') });
    expect(planOf('sales', aConfig({ agents }), call).numbers).toEqual([two, three]);
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

  it('does not mislead about the route: the number tried is looked for where it stands first', () => {
    const config = aConfig({
      pools: { support: aPool(['a1'], { overflow: ['sales'] }), sales: aPool(['a2', 'a3']) },
    });
    expect(planUnremembered(aReport(two, 'busy'), mainOf(config), config)).toMatchObject({ pool: 'sales' });
    const reached = aConfig({
      pools: { support: aPool(['a1'], { overflow: ['night'] }), sales: aPool(['a2']), night: aPool(['a3']) },
    });
    expect(planUnremembered(aReport(three, 'busy'), mainOf(reached), reached)).toMatchObject({ pool: 'support' });
  });
});

describe('a plan without state', () => {
  const config = aConfig();

  it('puts the number that was just tried last', () => {
    expect(planUnremembered(aReport(one, 'no-answer'), mainOf(config), config).numbers).toEqual([two, three, one]);
  });

  it('goes on from there: whom it named before is behind the others, so a call without a memory rings everybody once', () => {
    const heads = [one];
    for (let request = 1; request < 3; request += 1) {
      const [head = ''] = planUnremembered(aReport(heads.at(-1) ?? '', 'busy'), mainOf(config), config).numbers;
      heads.push(head);
    }
    expect(heads).toEqual([one, two, three]);
    expect(planUnremembered(aReport(two, 'busy'), mainOf(config), config).numbers).toEqual([three, one, two]);
  });

  it('begins anew with digits, which only a first request has: what it reports was elsewhere', () => {
    const report = aReport(two, 'busy', { digits: '"1"' });
    expect(planUnremembered(report, mainOf(config), config).numbers).toEqual([one, three, two]);
  });

  it('takes the route whose plan holds the number tried when the digits are gone', () => {
    const plan = planUnremembered(aReport(four, 'no-answer'), mainOf(config), config);
    expect(plan).toMatchObject({ pool: 'support', numbers: [four], tried: four });
  });

  it('takes the route before the default where the number stands as early in both', () => {
    const both = aConfig({ pools: { support: aPool(['a1', 'a4']), sales: aPool(['a1', 'a2']) } });
    expect(planUnremembered(aReport(one, 'busy'), mainOf(both), both).pool).toBe('support');
  });

  it('never takes a route whose other conditions do not hold', () => {
    const applet: Applet = {
      fetch: 'each',
      routes: [
        { when: { called: exophone }, pool: 'support' },
        { when: {}, pool: 'sales' },
      ],
    };
    expect(planUnremembered(aReport(four, 'busy', { CallTo: '08040009999' }), applet, config).pool).toBe('sales');
    expect(planUnremembered(aReport(four, 'busy', { CallTo: '08040001000' }), applet, config).pool).toBe('support');
  });

  it('believes digits more than the number tried', () => {
    const plan = planUnremembered(aReport(one, 'no-answer', { digits: '"2"' }), mainOf(config), config);
    expect(plan).toMatchObject({ pool: 'support', numbers: [four] });
  });

  it('takes the default when the number tried is nobody’s', () => {
    expect(planUnremembered(aReport('+919111111111', 'busy'), mainOf(config), config).numbers).toEqual([
      one,
      two,
      three,
    ]);
    expect(planUnremembered(aCall({ DialWhomNumber: 'sip:asha' }), mainOf(config), config).pool).toBe('sales');
  });
});
