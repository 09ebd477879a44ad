import { describe, expect, it } from 'vitest';
import { planOf } from '../../functions/domain/plan.ts';
import type { Override, Pool } from '../../functions/domain/pool.ts';
import { aCall, aConfig, aPool, four, one, three, two } from '../support/builders.ts';

const nowMs = Date.parse('2026-11-25T12:00:00+05:30');
const never = { timeZone: 'Asia/Kolkata', weekly: {}, dates: {} };
const rotation = {
  agents: ['a1', 'a2'],
  timeZone: 'Asia/Kolkata',
  start: '2026-11-25',
  handoverMinute: 0,
  turnDays: 1,
  offset: 0,
};

const override = (agent: string, duty: 'in' | 'out', more: Partial<Override> = {}): Override => ({
  agent,
  duty,
  untilMs: nowMs + 1,
  ...more,
});

const planWith = (pool: Partial<Pool>, hoursOf: Readonly<Record<string, string>> = {}) => {
  const agents = Object.fromEntries(
    Object.entries(aConfig().agents).map(([id, agent]) => [id, { ...agent, hours: hoursOf[id] }]),
  );
  const config = aConfig({
    agents,
    hours: { never },
    rotations: { duty: rotation },
    pools: { sales: aPool(['a1', 'a2', 'a3'], pool), support: aPool(['a4']) },
  });
  const { numbers, candidates } = planOf('sales', aCall(), { config, live: new Map(), nowMs });
  const why = (agent: string) => candidates.find((candidate) => candidate.agent === agent);
  return { numbers, why };
};
const onDuty = { members: [{ rotation: 'duty', tier: 1, weight: 1 }] };

describe('a place of a rotation', () => {
  it('is taken by whoever has its turn, and the others say why they are not on duty', () => {
    const { numbers, why } = planWith(onDuty);
    expect(numbers).toEqual([one]);
    expect(why('a2')).toMatchObject({ objection: 'not his turn', by: 'duty' });
  });

  it('counts more than his own hours', () => {
    expect(planWith(onDuty, { a1: 'never' }).numbers).toEqual([one]);
  });

  it('may stand before people who are always there', () => {
    const members = [...onDuty.members, { agent: 'a2', tier: 2, weight: 1 }, { agent: 'a1', tier: 2, weight: 1 }];
    expect(planWith({ members }).numbers).toEqual([one, two]);
  });

  it('is nobody’s while the pool is closed', () => {
    expect(planWith({ ...onDuty, hours: 'never' }).numbers).toEqual([]);
  });
});

describe('an override', () => {
  it('sends somebody home until its time', () => {
    const { numbers, why } = planWith({ overrides: [override('a1', 'out')] });
    expect(numbers).toEqual([two, three]);
    expect(why('a1')).toMatchObject({ objection: 'sent home', untilMs: nowMs + 1 });
    expect(planWith({ overrides: [override('a1', 'out', { untilMs: nowMs })] }).numbers).toEqual([one, two, three]);
  });

  it('brings somebody in whatever his hours, the rotation and the hours of the pool say', () => {
    expect(planWith({ overrides: [override('a1', 'in')] }, { a1: 'never' }).numbers).toEqual([one, two, three]);
    expect(planWith({ ...onDuty, overrides: [override('a2', 'in')] }).numbers).toEqual([one, two]);
    expect(planWith({ hours: 'never', overrides: [override('a2', 'in')] }).numbers).toEqual([two]);
  });

  it('sends home whoever has the turn of a rotation', () => {
    expect(planWith({ ...onDuty, overrides: [override('a1', 'out')] }).numbers).toEqual([]);
  });

  it('brings in somebody who is no member, behind those who are', () => {
    expect(planWith({ overrides: [override('a4', 'in')] }).numbers).toEqual([one, two, three, four]);
    expect(planWith({ overrides: [override('a4', 'in', { untilMs: nowMs })] }).numbers).toEqual([one, two, three]);
  });
});
