/** The answer to a new call as pools and tables grow: all sizes are asked in turns. */
import { mustBeAnswered } from './answered.ts';
import { type Contestants, request } from './contestants.ts';
import { benchConfig, type Tables } from './tables.ts';
import { collect, type Timing } from './timing.ts';

export type Growth = {
  readonly agents: readonly { readonly agents: number; readonly answer: Timing }[];
  readonly pools: readonly { readonly pools: number; readonly answer: Timing }[];
};

const warmUpRounds = 20;

export const measureGrowth = async (
  contestants: Contestants,
  { make, rest, endpoints }: Tables,
  sizes: { readonly agents: readonly number[]; readonly pools: readonly number[]; readonly rounds: number },
): Promise<Growth> => {
  const configs = new Map([
    ...sizes.agents.map((count) => [`${count} agents`, benchConfig(count)] as const),
    ...sizes.pools.map((count) => [`${count} pools`, benchConfig(10, count)] as const),
  ]);
  const running = new Map(
    await Promise.all(
      [...configs].map(async ([name, config]) => {
        const table = name.replace(' ', '-');
        await make(table, config);
        return [name, { table, primary: await contestants.start('primary', table, endpoints.far) }] as const;
      }),
    ),
  );
  const times = collect<string>();
  for (let round = -warmUpRounds; round < sizes.rounds; round += 1) {
    for (const [name, { table, primary }] of running) {
      const CallSid = `growth-${round + warmUpRounds}`;
      const outcome = await primary.invoke(request('held', { CallSid }));
      const { ms, body } = mustBeAnswered(name, outcome, primary.printed());
      if (round >= 0) times.add(name, ms);
      // He is free again for the next one.
      const [head = ''] = body.split(',');
      const report = { CallSid, DialWhomNumber: head.replace('+91', '0'), DialCallStatus: 'completed' };
      await primary.invoke(request('held', report));
      await rest(table, [head]);
    }
  }
  await Promise.all([...running.values()].map(({ primary }) => primary.stop()));
  const timings = times.timings();
  const of = (name: string) => timings[name] as Timing;
  return {
    agents: sizes.agents.map((agents) => ({ agents, answer: of(`${agents} agents`) })),
    pools: sizes.pools.map((pools) => ({ pools, answer: of(`${pools} pools`) })),
  };
};
