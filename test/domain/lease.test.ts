import { describe, expect, it } from 'vitest';
import { availabilityOf, isAutoPaused, type Rules, rulesFor } from '../../functions/domain/availability.ts';
import { afterClaim, type PlacedLease } from '../../functions/domain/claim.ts';
import { takenBy, withoutLease } from '../../functions/domain/give-back.ts';
import { afterEvent } from '../../functions/domain/lease.ts';
import type { LegEvent } from '../../functions/domain/leg-event.ts';
import { type Live, nothingKnown, ringLeaseMs } from '../../functions/domain/live.ts';
import { aConfig, one, two } from '../support/builders.ts';

const startMs = Date.parse('2026-11-25T10:00:00+05:30');
const rules = rulesFor('a1', aConfig());

/** One agent, to whom things happen on a clock in seconds; the provider's clock agrees unless an event says otherwise. */
const anAgent = (own: Partial<Rules> = {}) => {
  const his = { ...rules, ...own };
  let live: Live = nothingKnown;
  const at = (seconds: number) => startMs + seconds * 1000;
  return {
    live: () => live,
    claim: (seconds: number, callSid: string, number = one, place = '0', more: Partial<PlacedLease> = {}) => {
      const atMs = at(seconds);
      const by = `${callSid}#main#-#1#${number}`;
      const lease = { callSid, attempt: by, number, claimedAtMs: atMs, sentMs: atMs, untilMs: atMs + ringLeaseMs };
      const claim = { agent: 'a1', pool: 'sales', atMs, by, staleSlots: [] };
      live = afterClaim(live, { ...claim, lease: { ...lease, place, others: [], ...more } });
    },
    tell: (seconds: number, callSid: string, kind: LegEvent['kind'], more: Partial<LegEvent> = {}) => {
      const effect = afterEvent(live, { callSid, number: one, kind, sentMs: at(seconds), ...more }, his, at(seconds));
      if (effect.kind === 'changed') live = effect.live;
      return effect.kind;
    },
    /** Of a claim that was made by what was known `before` it. */
    giveBack: (before: Live) => {
      const [lease] = Object.values(live.leases);
      const effect = lease && withoutLease(live, takenBy(lease, before));
      if (effect?.kind === 'changed') live = effect.live;
    },
    is: (seconds: number, callSid = 'somebody else') => availabilityOf(live, { callSid }, his, at(seconds)),
    leases: () => Object.values(live.leases).map(({ callSid, phase }) => `${callSid} ${phase ?? 'ringing'}`),
  };
};

describe('a ring that no claim of ours began', () => {
  it('is told anew when the number rings once more in that call, and its own late sign changes nothing', () => {
    const { tell, is, live } = anAgent();
    tell(0, 'c1', 'ringing');
    tell(20, 'c1', 'over', { outcome: 'no-answer' });
    tell(90, 'c1', 'ringing');
    expect(tell(110, 'c1', 'over', { outcome: 'busy' })).toBe('changed');
    expect(live().misses).toBe(2);
    expect(tell(111, 'c1', 'ringing', { sentMs: startMs + 90_000 })).toBe('stale');
    expect(is(200)).toBe('free');
  });
});

describe('an agent whom the next call of the same number has taken over', () => {
  it('is held by the call that he answers, although its end was assumed', () => {
    const caller = '+919900112233';
    const { claim, tell, leases, is } = anAgent();
    claim(0, 'c1', one, '0', { caller });
    claim(5, 'c2', one, '0', { caller, tookOver: `c1#${one}` });
    expect(tell(7, 'c1', 'talking', { caller })).toBe('changed');
    expect(leases()).toEqual(['c1 talking']);
    tell(20, 'c2', 'over', { outcome: 'busy', caller });
    expect(is(600)).toBe('held');
  });

  it('is held by it also when the ring of the next call is over already', () => {
    const caller = '+919900112233';
    const { claim, tell, leases } = anAgent();
    claim(0, 'c1', one, '0', { caller });
    claim(2, 'c2', one, '0', { caller, tookOver: `c1#${one}` });
    tell(4, 'c2', 'over', { outcome: 'busy', caller });
    expect(tell(5, 'c1', 'talking', { caller })).toBe('changed');
    expect(leases()).toEqual(['c1 talking']);
  });
});

describe('a lease', () => {
  it('lasts while he talks, then for his wrap-up, and not longer', () => {
    const { claim, tell, is } = anAgent();
    claim(0, 'c1');
    expect([is(39), is(40)]).toEqual(['held', 'free']);
    tell(5, 'c1', 'ringing');
    tell(9, 'c1', 'talking');
    expect([is(40), is(3599)]).toEqual(['held', 'held']);
    tell(600, 'c1', 'over');
    expect([is(609), is(610)]).toEqual(['held', 'free']);
  });

  it('that was not needed is given back as if it had never been: the miss before it counts once', () => {
    const { claim, tell, live, giveBack } = anAgent();
    claim(0, 'c1');
    tell(9, 'c1', 'over', { outcome: 'busy' });
    const before = live();
    claim(10, 'c1');
    giveBack(before);
    expect(live()).toMatchObject({ leases: {}, ended: before.ended, misses: 1 });
    expect(tell(11, 'c1', 'over', { outcome: 'busy' })).toBe('stale');
  });

  it('ends by itself an hour after its claim, however often it is told that he talks', () => {
    const { claim, tell, is } = anAgent();
    claim(0, 'c1');
    for (let seconds = 5; seconds < 3600; seconds += 300) tell(seconds, 'c1', 'talking');
    expect([is(3599), is(3600)]).toEqual(['held', 'free']);
  });

  it('is his wrap-up alone where nothing was told of a conversation before its end, and nothing where that is long ago', () => {
    const { claim, tell, leases, is } = anAgent();
    claim(0, 'c1');
    tell(300, 'c1', 'left', { outcome: 'completed' });
    expect(leases().at(-1)).toBe('c1 wrap-up');
    expect([is(309), is(310)]).toEqual(['held', 'free']);
    tell(900, 'c2', 'left', { outcome: 'completed', sentMs: startMs + 800_000 });
    expect(is(901)).toBe('free');
  });

  it('ends at once when nobody talked', () => {
    for (const outcome of ['no-answer', 'busy', 'failed', 'canceled'] as const) {
      const { claim, tell, leases } = anAgent();
      claim(0, 'c1');
      tell(20, 'c1', 'over', { outcome });
      expect(leases(), outcome).toEqual([]);
    }
  });

  it('begins with an event where no request claimed him, and is not begun by what is told after its end', () => {
    const { tell, leases, is } = anAgent();
    expect(tell(0, 'c1', 'ringing')).toBe('changed');
    expect(leases()).toEqual(['c1 ringing']);
    tell(20, 'c1', 'over', { outcome: 'no-answer' });
    expect(tell(21, 'c1', 'ringing', { sentMs: startMs })).toBe('stale');
    expect(tell(22, 'c1', 'talking', { sentMs: undefined })).toBe('stale');
    expect(is(60)).toBe('free');
  });

  it('is not begun when the end is told before the beginning', () => {
    const { tell, leases } = anAgent();
    tell(20, 'c1', 'over', { outcome: 'no-answer' });
    expect(tell(21, 'c1', 'ringing', { sentMs: startMs })).toBe('stale');
    expect(leases()).toEqual([]);
  });

  it('is not touched by events of other calls', () => {
    const { claim, tell, leases } = anAgent();
    claim(0, 'c1');
    expect(tell(1, 'c2', 'talking')).toBe('held');
    tell(2, 'c2', 'over', { outcome: 'completed' });
    expect(leases()).toEqual(['c1 ringing']);
  });

  it('is not touched by an event of the same call more than 5 s older than its claim, and is by one of 5 s', () => {
    const old = anAgent();
    old.claim(0, 'c1');
    expect(old.tell(1, 'c1', 'over', { sentMs: startMs - 5001 })).toBe('stale');
    expect(old.leases()).toEqual(['c1 ringing']);
    expect(old.tell(1, 'c1', 'over', { sentMs: startMs - 5000 })).toBe('changed');
    expect(old.leases()).toEqual([]);
  });

  it('of his second number is not touched by what is told of the first', () => {
    const { claim, tell, leases, live } = anAgent();
    claim(0, 'c1', one);
    claim(20, 'c1', two);
    expect(tell(21, 'c1', 'ringing', { sentMs: startMs })).toBe('stale');
    tell(22, 'c1', 'over', { sentMs: startMs + 19_000, outcome: 'no-answer' });
    expect(leases()).toEqual(['c1 ringing']);
    expect(live().misses).toBe(1);
    expect(tell(23, 'c1', 'left', { number: two, outcome: 'completed' })).toBe('changed');
    expect(leases()).toEqual(['c1 wrap-up']);
  });

  it('ends with the call, whichever of his numbers is told then', () => {
    const { claim, tell, leases } = anAgent();
    claim(0, 'c1', two);
    tell(30, 'c1', 'left', { outcome: 'canceled' });
    expect(leases()).toEqual([]);
  });

  it('is one of as many as he may have at once', () => {
    const { claim, tell, is, leases } = anAgent({ capacity: 2 });
    claim(0, 'c1');
    expect(is(1)).toBe('free');
    expect(tell(1, 'c2', 'ringing', { number: two })).toBe('changed');
    expect(tell(2, 'c3', 'talking')).toBe('held');
    expect([is(3), leases().length]).toEqual(['held', 2]);
    tell(4, 'c1', 'over', { outcome: 'busy' });
    expect(is(5, 'c4')).toBe('cooling');
  });
});

describe('an outcome', () => {
  it('counts once, whoever tells it and however often', () => {
    const { claim, tell, live } = anAgent();
    claim(0, 'c1');
    tell(20, 'c1', 'over');
    tell(20, 'c1', 'over', { outcome: 'no-answer' });
    expect(tell(21, 'c1', 'left', { outcome: 'no-answer' })).toBe('stale');
    expect(tell(900, 'c1', 'left', { outcome: 'no-answer', sentMs: startMs + 21_000 })).toBe('stale');
    expect(live().misses).toBe(1);
  });

  it('of a conversation makes the misses before it nothing', () => {
    const { tell, live } = anAgent();
    tell(0, 'c1', 'over', { outcome: 'busy' });
    tell(60, 'c2', 'over', { outcome: 'no-answer' });
    expect(live().misses).toBe(2);
    tell(120, 'c3', 'left', { outcome: 'completed' });
    expect(live()).toMatchObject({ lastAnsweredMs: startMs + 120_000 });
    expect([live().misses, live().lastMiss]).toEqual([undefined, undefined]);
  });

  it('canceled counts neither against him nor for him', () => {
    const { tell, live } = anAgent();
    tell(0, 'c1', 'over', { outcome: 'busy' });
    const before = live().lastMiss;
    tell(100, 'c2', 'over', { outcome: 'canceled' });
    expect([live().misses, live().lastMiss, live().lastAnsweredMs]).toEqual([1, before, undefined]);
  });

  it('is remembered by our clock, however wrong the one it is told by', () => {
    const { tell, live } = anAgent();
    const [past, future] = [startMs - 6 * 3600_000, Date.parse('9999-01-01T00:00:00Z')];
    for (const sentMs of [past, past, past]) tell(0, 'c1', 'over', { outcome: 'no-answer', sentMs });
    expect(live().misses).toBe(1);
    tell(60, 'c2', 'over', { outcome: 'no-answer', sentMs: future });
    tell(4000, 'c3', 'over', { outcome: 'no-answer' });
    expect(Object.keys(live().ended ?? {})).toEqual([`c3#${one}`]);
  });

  it('of an event by a clock in another zone is believed where no other clock was told', () => {
    const { tell, leases } = anAgent();
    tell(0, 'c1', 'ringing', { sentMs: undefined });
    tell(20, 'c1', 'over', { outcome: 'no-answer', sentMs: startMs - 5.5 * 3600_000 });
    expect(leases()).toEqual([]);
  });

  it('is remembered for half an hour, so that an agent’s item does not grow', () => {
    const { tell, live } = anAgent();
    for (let call = 0; call < 200; call += 1) tell(call * 60, `c${call}`, 'over', { outcome: 'no-answer' });
    expect(Object.keys(live().ended ?? {}).length).toBeLessThanOrEqual(31);
  });
});

describe('somebody who missed a call', () => {
  it('stands behind the others for as long as what he did says, but not in his own call', () => {
    for (const [outcome, seconds] of [
      ['busy', 60],
      ['no-answer', 30],
      ['failed', 300],
    ] as const) {
      const { tell, is } = anAgent();
      tell(0, 'c1', 'over', { outcome });
      expect([is(seconds - 1), is(seconds), is(1, 'c1')], outcome).toEqual(['cooling', 'free', 'free']);
    }
  });

  it('three times in a row is paused for ten minutes, then gets one call on trial', () => {
    const { tell, is, live } = anAgent();
    for (const call of [1, 2, 3]) tell(call * 100, `c${call}`, 'over', { outcome: 'no-answer' });
    expect(isAutoPaused(live(), rules, startMs + 301_000)).toBe(true);
    expect([is(899), is(900)]).toEqual(['auto-paused', 'free']);
    tell(1000, 'c4', 'over', { outcome: 'no-answer' });
    expect([is(1001), is(1599), is(1600)]).toEqual(['auto-paused', 'auto-paused', 'free']);
    tell(1700, 'c5', 'over', { outcome: 'completed' });
    expect(is(1710)).toBe('free');
  });

  it('with a number that fails again and again has the evidence kept, until it is reached', () => {
    const { tell, live } = anAgent();
    for (const call of [1, 2, 3]) tell(call * 400, `c${call}`, 'over', { outcome: 'failed' });
    expect(live().failing).toEqual({
      [one]: { count: 3, sinceMs: startMs + 400_000, lastMs: startMs + 1_200_000 },
    });
    tell(2000, 'c4', 'over', { outcome: 'no-answer' });
    expect(live().failing).toBeUndefined();
  });
});
