/** What becomes of a pool, in lines for people: its members, its rules, who is on duty now, who gets which share. */
import type { Config } from '../../functions/domain/config.ts';
import { green, red } from '../terminal/paint.ts';
import { dayTime } from '../terminal/times.ts';
import { beforeAfter, changeText, personOf, signed } from './difference-lines.ts';
import type { OnDuty } from './duty.ts';
import type { MemberChanges } from './members.ts';
import type { Plan, PoolPlan } from './plan.ts';

/** None of a pool that stays as it is. */
export const poolLines = (
  { pool, isAffected, members, onDuty, shares }: PoolPlan,
  { differences, atMs, timeZone }: Pick<Plan, 'differences' | 'atMs' | 'timeZone'>,
  agents: Config['agents'],
): string[] => {
  if (!isAffected) return [];
  const difference = differences.find(({ part, name }) => part === 'pools' && name === pool);
  const kind = difference?.kind ?? 'changes';
  const rules = kind === 'changes' ? (difference?.fields ?? []).map(changeText) : [];
  const when = shares === undefined || shares.atMs === atMs ? '' : `, from ${dayTime(shares.atMs, timeZone)}`;
  return [
    signed(kind, kind === 'changes' ? pool : `${pool} ${kind}`),
    ...[
      ...memberLines(members, agents),
      ...rules,
      `on duty now: ${beforeAfter(dutyText(onDuty.before), dutyText(onDuty.after))}`,
      ...(shares === undefined
        ? []
        : [`rings first${when}: ${beforeAfter(sharesText(shares.before), sharesText(shares.after))}`]),
    ].map((line) => `    ${line}`),
  ];
};

const memberLines = ({ joins, leaves, tiers, weights, order }: MemberChanges, agents: Config['agents']): string[] => [
  ...joins.map(({ member, tier, weight }) =>
    green(
      `joins: ${personOf(member, agents)}${tier === 1 ? '' : `, tier ${tier}`}${weight === 1 ? '' : `, weight ${weight}`}`,
    ),
  ),
  ...leaves.map((member) => red(`leaves: ${personOf(member, agents)}`)),
  ...tiers.map(({ member, before, after }) => `moves: ${personOf(member, agents)}, tier ${before} -> ${after}`),
  ...weights.map(({ member, before, after }) => `weight: ${personOf(member, agents)}, ${before} -> ${after}`),
  ...(order === undefined ? [] : [`order: ${order.before.join(', ')} -> ${order.after.join(', ')}`]),
];

/** `asha, bharat; tier 2 chitra` */
const dutyText = (people: readonly OnDuty[]): string => {
  const tiers = Map.groupBy(people, ({ tier }) => tier);
  const texts = [...tiers].map(
    ([tier, some]) => `${tier === 1 ? '' : `tier ${tier} `}${some.map(({ agent }) => agent).join(', ')}`,
  );
  return texts.join('; ') || 'nobody';
};

const sharesText = (shares: Readonly<Record<string, number>>): string =>
  Object.entries(shares)
    .filter(([, share]) => share > 0)
    .map(([agent, share]) => `${agent} ${Math.round(share * 1000) / 10}%`)
    .join(', ') || 'nobody';
