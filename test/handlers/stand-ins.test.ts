/** Somebody whose item is broken stands in with what he had last, and a number of his is given to somebody of another applet. */
import { describe, expect, it } from 'vitest';
import { keys } from '../../functions/adapters/config-keys.ts';
import { stampOf } from '../../functions/adapters/number-stamp.ts';
import type { Config } from '../../functions/domain/config.ts';
import { aConfig, aMember, aPool, four, numberOf, one, three, two } from '../support/builders.ts';
import { aPublishing, scheduled } from '../support/publishing.ts';

const five = numberOf(5);
const turns = { agents: ['a4', 'a3'], start: '2026-11-02', handoverMinute: 0, turnDays: 7, offset: 0 };
const leadingTo = (pool: string) => ({ fetch: 'each' as const, routes: [{ when: {}, pool }] });

/** `a1` and `a2` are reached by one applet, `a3` and `a4` by another. */
const inTwoApplets = (a4: readonly string[]): Config =>
  aConfig({
    agents: { ...aConfig().agents, a4: { name: 'Four', numbers: a4 } },
    rotations: { week: { ...turns, timeZone: 'Asia/Kolkata' } },
    pools: {
      sales: aPool(['a1', 'a2']),
      support: aPool([], { members: [aMember('a3'), { rotation: 'week', tier: 1, weight: 1 }] }),
    },
    applets: { main: leadingTo('sales'), other: leadingTo('support') },
  });

/** What is published once the item of `a4` is broken, and `a1` has his first number. */
const afterIt = async (a4: readonly string[]) => {
  const { publish, published, put, logged } = await aPublishing(inTwoApplets(a4));
  await publish(scheduled);
  await put({ ...keys.agent('a4'), name: 'Four', numbers: ['nonsense'], stamp: stampOf(a4) });
  await put({ ...keys.agent('a1'), name: 'One', numbers: [one, four] });
  await publish(scheduled);
  const snapshot = await published();
  const config = 'config' in snapshot ? snapshot.config : aConfig();
  return {
    config,
    numbers: Object.fromEntries(Object.entries(config.agents).map(([id, { numbers }]) => [id, numbers])),
    logged: logged.at(-1),
  };
};

describe('a number of somebody who stands in, which is another’s by now', () => {
  it('is published as that one’s alone, who gets his stamp', async () => {
    const { numbers, logged } = await afterIt([four, five]);
    expect(numbers).toEqual({ a1: [one, four], a2: [two], a3: [three], a4: [five] });
    expect(logged).toMatchObject({ message: 'snapshot published', ignored: { 'AGENT#a4/META': expect.anything() } });
    expect(logged).not.toHaveProperty('unstamped');
  });

  it('leaves nobody of him where he has no other, and his turns are the next one’s', async () => {
    const { numbers, config, logged } = await afterIt([four]);
    expect(numbers).toEqual({ a1: [one, four], a2: [two], a3: [three] });
    expect(config.rotations.week?.agents).toEqual(['a3', 'a3']);
    expect(logged).toMatchObject({
      message: 'snapshot published',
      ignored: { 'CONFIG/ROTATION#week': 'agents who are not there: a4' },
    });
    expect(logged).not.toHaveProperty('unstamped');
  });
});
