import { describe, expect, it } from 'vitest';
import type { Config } from '../../functions/domain/config.ts';
import { aConfig, aPool, national, numberOf, one, three, two } from '../support/builders.ts';
import { aDesk } from '../support/events-desk.ts';

describe('an agent whom somebody edited by hand', () => {
  const { a1, a2 } = aConfig().agents;
  const pools = { sales: aPool(['a1', 'a2', 'a3']), support: aPool(['a4']) };

  it('is held while he talks, although the last apply does not know him', async () => {
    const added = { name: 'New', numbers: [numberOf(77)] };
    const now = aConfig({
      agents: { ...aConfig().agents, new: added },
      pools: { ...pools, sales: aPool(['new', 'a2', 'a3']) },
    });
    const { ask, agent, wait } = aDesk(aConfig({ pools }), now);
    expect(await ask('c1')).toBe([numberOf(77), two, three].join());
    await agent('c1', numberOf(77), { EventType: 'Answered' });
    wait(60);
    expect(await ask('c2')).toBe([two, three].join());
  });

  it('is held for the calls that ring him, and not whoever had his number before', async () => {
    const numbersOf = (other: typeof a1) => ({ name: 'x', numbers: other?.numbers ?? [] });
    const now = aConfig({ agents: { ...aConfig().agents, a1: numbersOf(a2), a2: numbersOf(a1) }, pools });
    const { ask, agent, wait, holderOf } = aDesk(aConfig({ pools }), now);
    expect(await ask('c1')).toBe([two, one, three].join());
    await agent('c1', two, { EventType: 'Answered' });
    wait(60);
    expect([holderOf('a1'), holderOf('a2')]).toEqual(['c1', undefined]);
    expect(await ask('c2')).toBe([one, three].join());
  });
});

describe('an event that names no number', () => {
  const unnamed = { DialWhomNumber: '' };

  it('is about whom the call was sent to before, not about whoever rings since that very second', async () => {
    const { ask, agent, wait, holderOf } = aDesk();
    await ask('c1');
    wait(20);
    expect(await ask('c1', { DialWhomNumber: national(one), DialCallStatus: 'no-answer' })).toBe([two, three].join());
    await agent('c1', one, { EventType: 'Terminal', Status: 'free', ...unnamed });
    expect([holderOf('a1'), holderOf('a2')]).toEqual([undefined, 'c1']);
    await agent('c1', one, { EventType: 'Terminal', Status: 'free', CurrentTime: '', ...unnamed });
    expect(holderOf('a2'), 'where no time is sent either').toBe('c1');
    wait(1);
    await agent('c1', one, { EventType: 'Terminal', Status: 'free', ...unnamed });
    expect(holderOf('a2'), 'a second later').toBe('c1');
    wait(5);
    await agent('c1', two, { EventType: 'Terminal', Status: 'free', ...unnamed });
    expect(holderOf('a2')).toBeUndefined();
  });
});

describe('an event that names no number, after a phone that failed', () => {
  const unnamed = { DialWhomNumber: '' };
  /** The first phone fails at once, and the second one rings, all within one second of the provider's clock. */
  const failing = async (events: Readonly<Record<string, string>> = {}) => {
    const desk = aDesk();
    await desk.ask('c1');
    await desk.agent('c1', one, { EventType: 'Dial', ...events });
    await desk.agent('c1', one, { EventType: 'Terminal', DialCallStatus: 'failed', ...events });
    await desk.ask('c1', { DialWhomNumber: national(one), DialCallStatus: 'failed' });
    await desk.agent('c1', two, { EventType: 'Dial', ...unnamed, ...events });
    return desk;
  };

  it.each([
    ['with the time', {}],
    ['without', { CurrentTime: '' }],
    ['by a clock that is behind', { CurrentTime: '2026-11-25 09:59:00' }],
  ])('is about the one who rings now: %s', async (_how, events) => {
    const { agent, wait, holderOf } = await failing(events);
    wait(9);
    await agent('c1', two, {
      EventType: 'Answered',
      ...unnamed,
      ...('CurrentTime' in events ? { CurrentTime: '' } : {}),
    });
    wait(60);
    expect([holderOf('a1'), holderOf('a2')]).toEqual([undefined, 'c1']);
  });

  it('is his end within seconds too, where nobody else can have ended', async () => {
    const talked = await failing();
    talked.wait(2);
    await talked.agent('c1', two, { EventType: 'Answered' });
    talked.wait(2);
    await talked.agent('c1', two, { EventType: 'Terminal', DialCallStatus: 'completed', ...unnamed });
    talked.wait(11);
    expect(talked.holderOf('a2')).toBeUndefined();
    const gaveUp = await failing();
    gaveUp.wait(3);
    await gaveUp.agent('c1', two, { EventType: 'Terminal', DialCallStatus: 'canceled', ...unnamed });
    expect(gaveUp.holderOf('a2')).toBeUndefined();
  });
});

describe('an event that names no number, of a list that is dialled by the provider', () => {
  const once: Config = {
    ...aConfig({ pools: { sales: aPool(['a1', 'a2']), support: aPool(['a3', 'a4']) } }),
    applets: { main: { fetch: 'once', routes: aConfig().applets.main?.routes ?? [] } },
  };

  it('is about the phone that events told of last, and not about the head for ever', async () => {
    const { ask, agent, wait, holderOf } = aDesk(once);
    await ask('c1');
    await agent('c1', one, { EventType: 'Dial' });
    wait(30);
    await agent('c1', one, { EventType: 'Terminal', DialCallStatus: 'no-answer' });
    await agent('c1', two, { EventType: 'Dial' });
    wait(8);
    await agent('c1', two, { EventType: 'Answered', DialWhomNumber: '' });
    expect([holderOf('a1'), holderOf('a2')]).toEqual([undefined, 'c1']);
    wait(60);
    expect(await ask('c2')).toBe(one);
  });

  it('frees nobody whom the next Connect of the flow rings', async () => {
    const { ask, agent, passthru, wait, holderOf } = aDesk(once);
    await ask('c1');
    await agent('c1', one, { EventType: 'Dial' });
    wait(30);
    await agent('c1', two, { EventType: 'Dial' });
    wait(30);
    const CurrentTime = '2026-11-25 10:01:00';
    await ask('c1', { digits: '"2"', CurrentTime });
    await agent('c1', three, { EventType: 'Dial', CurrentTime });
    await passthru('c1', { CallType: 'incomplete', CurrentTime });
    // Whoever rang so long may have talked.
    wait(11);
    expect(['a1', 'a2', 'a3'].map(holderOf)).toEqual([undefined, undefined, 'c1']);
  });
});

describe('an agent whose number is applied to somebody else while he talks', () => {
  it('is free when that call is over, and the other one was never held', async () => {
    const pools = { sales: aPool(['a1', 'a2', 'a3']), support: aPool(['a4']) };
    const { a1, a2 } = aConfig().agents;
    const numbersOf = (other: typeof a1) => ({ name: 'x', numbers: other?.numbers ?? [] });
    const now = aConfig({ agents: { ...aConfig().agents, a1: numbersOf(a2), a2: numbersOf(a1) }, pools });
    // The events go by what was applied, and the call was planned with what was there before.
    const { ask, agent, wait, holderOf } = aDesk(now, aConfig({ pools }));
    expect(await ask('c1')).toBe([one, two, three].join());
    await agent('c1', one, { EventType: 'Answered' });
    expect([holderOf('a1'), holderOf('a2')]).toEqual(['c1', undefined]);
    wait(60);
    await agent('c1', one, { EventType: 'Terminal', DialCallStatus: 'completed' });
    wait(11);
    expect([holderOf('a1'), holderOf('a2')]).toEqual([undefined, undefined]);
  });
});

describe('a caller who gives up', () => {
  it('frees whom his call was ringing, also when the passthru names nobody', async () => {
    const { ask, passthru, holderOf, lives } = aDesk();
    await ask('c1');
    expect(holderOf('a1')).toBe('c1');
    await passthru('c1', { CallType: 'client-hangup', DialCallStatus: 'canceled' });
    expect([holderOf('a1'), lives.kept.get('a1')?.misses]).toEqual([undefined, undefined]);
  });
});
