/** What must hold of the figures, as ratios, which are the same on any machine. */
import { peers } from './contestants.ts';
import { kinds } from './conversation.ts';
import type { Figures } from './figures.ts';
import { bareOf } from './warm.ts';

type Bound = {
  readonly what: string;
  readonly is: number;
  /** In the full form, what is wanted · in the short one, of a few rounds on a busy machine, what cannot be chance. */
  readonly atMost: Readonly<Record<Figures['form'], number>>;
};

export type Judged = Pick<Bound, 'what' | 'is'> & { readonly atMost: number; readonly holds: boolean };

export const judge = (figures: Figures): readonly Judged[] =>
  boundsOf(figures).map(({ atMost, ...bound }) => ({
    ...bound,
    atMost: atMost[figures.form],
    // What was not measured holds nothing.
    holds: bound.is <= atMost[figures.form],
  }));

const boundsOf = ({ bytes, floorBytes, roundTrips, coldStart, warm, growth }: Figures): readonly Bound[] => {
  const { init, answer } = coldStart.far;
  const ratio = (one: { readonly medianMs: number } | undefined, other: { readonly medianMs: number } | undefined) =>
    (one?.medianMs ?? Number.NaN) / (other?.medianMs ?? Number.NaN);
  const [tenAgents, ...moreAgents] = growth.agents;
  const [tenPools, ...morePools] = growth.pools;
  return [
    bound('bundle: primary / bare SDK', bytes.primary / bytes.bare, 1, 1),
    bound('bundle: fallback without its floor / 40 KB', (bytes.fallback - floorBytes) / 40_000, 1, 1),
    bound('init: primary / bare SDK', ratio(init.primary, init.bare), 1, 1.2),
    bound('cold answer: primary / bare SDK', ratio(answer.primary, answer.bare), 1, 1.3),
    bound('cold answer: fallback / hello', ratio(answer.fallback, answer.hello), 1.3, 2.6),
    bound('cold answer: fallback / asking', ratio(answer.fallback, answer.asking), 1.25, 2.2),
    ...kinds.map((kind) => {
      const trips = roundTrips[kind];
      const is = ratio(warm.far[kind], warm.far[bareOf(trips)]);
      return bound(`warm: ${kind} / ${trips} trips of the bare SDK`, is, 1.2, 1.6);
    }),
    ...peers.flatMap((peer) => [
      bound(`bundle: primary / ${peer}`, bytes.primary / bytes[peer], 1, 1),
      bound(`cold answer: primary / ${peer}`, ratio(answer.primary, answer[peer]), 1, 1.2),
      bound(`warm: first attempt, open / ${peer}`, ratio(warm.far['first attempt, open'], warm.far[peer]), 1, 1.3),
    ]),
    ...moreAgents.map(({ agents, answer: more }) => {
      const growth = `growth: ${agents} / ${tenAgents?.agents} agents`;
      const is = ratio(more, tenAgents?.answer);
      return agents > 100 ? bound(growth, is, 3, 8) : bound(growth, is, 1.5, 2);
    }),
    ...morePools.map(({ pools, answer: more }) =>
      bound(`growth: ${pools} / ${tenPools?.pools} pools`, ratio(more, tenPools?.answer), 1.5, 2),
    ),
  ];
};

const bound = (what: string, is: number, full: number, short: number): Bound => ({ what, is, atMost: { full, short } });
