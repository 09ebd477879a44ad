/** What an import adds, in numbers and in words. Pure. */
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import type { Additions } from '../change/edits.ts';
import { someOf } from '../terminal/some-of.ts';

export type Summary = {
  readonly rows: number;
  readonly newAgents: number;
  /** Agents the table has already, with the numbers they get. */
  readonly newNumbers: Readonly<Record<string, readonly string[]>>;
  readonly joining: number;
  readonly pools: number;
  /** To another tier, or to another weight. */
  readonly moving: number;
  readonly thereAlready: number;
};

export const summaryOf = (rows: number, { agents, members }: Additions, config: Config): Summary => {
  const places = [...members].flatMap(([id, places]) => {
    const before = new Map((entry(config.pools, id)?.members ?? []).map((member) => [member.agent, member]));
    return [...places].map(([agent, { tier, weight }]) => {
      const member = before.get(agent);
      if (member === undefined) return 'joins';
      return member.tier === (tier ?? member.tier) && member.weight === (weight ?? member.weight)
        ? 'is there'
        : 'moves';
    });
  });
  const count = (what: (typeof places)[number]) => places.filter((one) => one === what).length;
  const withNumbers = [...agents].filter(([, { numbers }]) => numbers.length > 0);
  const known = withNumbers.filter(([id]) => entry(config.agents, id) !== undefined);
  return {
    rows,
    newAgents: withNumbers.length - known.length,
    newNumbers: Object.fromEntries(known.map(([id, { numbers }]) => [id, numbers])),
    joining: count('joins'),
    pools: members.size,
    moving: count('moves'),
    thereAlready: count('is there'),
  };
};

export const isNothing = ({ newAgents, newNumbers, joining, moving }: Summary): boolean =>
  newAgents + joining + moving + Object.keys(newNumbers).length === 0;

/** `10,000 rows, 100 pools: 9,950 new agents; 10,000 join; 3 get another tier or weight; 5 are there already` */
export const describeSummary = ({
  rows,
  pools,
  newAgents,
  newNumbers,
  joining,
  moving,
  thereAlready,
}: Summary): string => {
  const getting = Object.entries(newNumbers).map(([agent, numbers]) => `${agent} ${numbers.join(' ')}`);
  const known = getting.length;
  const parts = [
    [newAgents, counted(newAgents, 'new agent')],
    [joining, `${shown(joining)} join${joining === 1 ? 's' : ''}`],
    [known, `${counted(known, 'agent')} get${known === 1 ? 's' : ''} another number (${someOf(getting, 5)})`],
    [moving, `${shown(moving)} get${moving === 1 ? 's' : ''} another tier or weight`],
    [thereAlready, `${shown(thereAlready)} ${thereAlready === 1 ? 'is' : 'are'} there already`],
  ] as const;
  const said = parts.flatMap(([count, text]) => (count === 0 ? [] : [text])).join('; ');
  return `${counted(rows, 'row')}, ${counted(pools, 'pool')}: ${said}`;
};

/** `10,000` */
const shown = (count: number): string => count.toLocaleString('en-US');

const counted = (count: number, noun: string): string => `${shown(count)} ${noun}${count === 1 ? '' : 's'}`;
