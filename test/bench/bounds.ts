/** What must hold of the figures, as ratios, which are the same on any machine. */
import { peers } from './contestants.ts';
import { kinds } from './conversation.ts';
import type { Figures } from './figures.ts';
import { bareOf } from './warm.ts';

/** `atMost`: in the full form on a quiet machine · in the short one, of a few rounds on a busy one. */
type Bound = { readonly what: string; readonly atMost: Readonly<Record<Figures['form'], number>>; readonly is: number };

export type Judged = { readonly what: string; readonly is: number; readonly atMost: number; readonly holds: boolean };

export const judge = (figures: Figures): readonly Judged[] =>
  boundsOf(figures).map(({ what, is, atMost }) => ({
    what,
    is,
    atMost: atMost[figures.form],
    // What was not measured holds nothing.
    holds: is <= atMost[figures.form],
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
    bound('cold answer: fallback / hello', ratio(answer.fallback, answer.hello), 1.3, 1.6),
    ...kinds.map((kind) =>
      bound(
        `warm: ${kind} / ${roundTrips[kind]} trips of the bare SDK`,
        ratio(warm.far[kind], warm.far[bareOf(roundTrips[kind])]),
        1.2,
        1.6,
      ),
    ),
    ...peers.flatMap((peer) => [
      bound(`bundle: primary / ${peer}`, bytes.primary / bytes[peer], 1, 1),
      bound(`cold answer: primary / ${peer}`, ratio(answer.primary, answer[peer]), 1, 1.2),
      bound(`warm: first attempt, open / ${peer}`, ratio(warm.far['first attempt, open'], warm.far[peer]), 1, 1.3),
    ]),
    ...moreAgents.map(({ agents, answer: more }) =>
      bound(`growth: ${agents} / ${tenAgents?.agents} agents`, ratio(more, tenAgents?.answer), ...wide(agents)),
    ),
    ...morePools.map(({ pools, answer: more }) =>
      bound(`growth: ${pools} / ${tenPools?.pools} pools`, ratio(more, tenPools?.answer), 1.5, 2),
    ),
  ];
};

const bound = (what: string, is: number, full: number, short: number): Bound => ({ what, is, atMost: { full, short } });

const wide = (agents: number): [full: number, short: number] => (agents > 100 ? [3, 4] : [1.5, 2]);
