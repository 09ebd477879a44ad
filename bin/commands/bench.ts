/** `dial-whom bench`: measures what is decided here, with nothing running. */
import { Command, InvalidArgumentError } from 'commander';
import { strategies } from '../../functions/domain/pool.ts';
import { absent, present } from '../bench/fairness/desk.ts';
import { compared, type Fairness, measureFairness } from '../bench/fairness/measure.ts';
import { examples } from '../terminal/examples.ts';
import { print } from '../terminal/print.ts';
import { scaleCommand } from './bench-scale.ts';

export const benchCommand = (): Command =>
  new Command('bench')
    .description('Measure what is decided here, with nothing running')
    .addHelpText('after', examples('npx dial-whom bench fairness', 'npx dial-whom bench scale'))
    .addCommand(fairnessCommand())
    .addCommand(scaleCommand());

const fairnessCommand = (): Command =>
  new Command('fairness')
    .description('Who gets how many calls by each strategy, when one agent is away from his phone and nobody knows')
    .option('--calls <n>', 'calls to simulate for each strategy', calls, 100_000)
    .option('--seed <text>', 'another sequence of calls', 'a')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples('npx dial-whom bench fairness', 'npx dial-whom bench fairness --calls 10000 --seed b'),
    )
    .action((options: { calls: number; seed: string; json?: true }, command: Command) => {
      const rows = [...strategies, compared].map((strategy) => measureFairness(strategy, options.calls, options.seed));
      print(command, options.json ? rows : describe(rows));
    });

const describe = (rows: readonly Fairness[]): string => {
  const table = [
    ['strategy', `${absent} first`, 'rings', 'nobody free', ...present, 'most/equal'],
    ...rows.map(({ strategy, absentFirst, rings, nobodyFree, shares, most }) => [
      strategy,
      ...[absentFirst, rings, nobodyFree, ...present.map((agent) => shares[agent] ?? 0), most].map((value) =>
        value.toFixed(3),
      ),
    ]),
  ];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = table.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return `${rows[0]?.calls} calls a strategy; ${absent} is away and never answers.\nShare of the calls that ring him first, phones rung a call, and each other agent's share of the answered calls:\n\n${lines.join('\n')}\n`;
};

const calls = (text: string): number => {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a number of calls, such as 100000.');
};
