/** `dial-whom bench scale`: how far a stage goes, and what stops it, with nothing running. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { billOfCalls, billOfMonth } from '../bench/scale/bill.ts';
import { desks, type Limits, limits, type Routes, routes } from '../bench/scale/parameters.ts';
import { reachOf } from '../bench/scale/reach.ts';
import type { Desk } from '../bench/scale/shapes.ts';
import { simulate } from '../bench/scale/simulate.ts';
import { describe, describeBill, describeReach } from '../bench/scale/text.ts';
import { examples } from '../terminal/examples.ts';
import { print } from '../terminal/print.ts';

type DeskName = keyof typeof desks;
type Options = {
  readonly rate?: number;
  readonly desk?: DeskName;
  readonly asDeployed?: true;
  readonly quotas: number;
  readonly show: keyof typeof show;
  readonly seed: string;
  readonly json?: true;
};

const sweep = [10, 100, 1_000, 3_000, 10_000];
const deskNames = Object.keys(desks) as DeskName[];

export const scaleCommand = (): Command =>
  new Command('scale')
    .description('How many calls a second a stage takes: who is answered, which limit bites, what it costs')
    .option('--rate <n>', `calls a second, instead of ${sweep.join(', ')}`, positive(100_000))
    .addOption(
      new Option('--desk <name>', 'people, each on one call at a time, or lines that take any number').choices(
        deskNames,
      ),
    )
    .option('--as-deployed', 'with the limits of our own routes; without it, as if they were raised')
    .option('--quotas <times>', 'those limits of AWS that can be raised, so many times as high', positive(1_000), 1)
    .addOption(
      new Option('--show <what>', 'a simulation, each limit by itself, or the bill of a million calls')
        .choices(['simulation', 'limits', 'bill'])
        .default('simulation'),
    )
    .option('--seed <text>', 'other calls', 'a')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        'npx dial-whom bench scale',
        'npx dial-whom bench scale --desk lines --rate 2000 --quotas 10',
        'npx dial-whom bench scale --show bill',
      ),
    )
    .action((options: Options, command: Command) => {
      const names = options.desk === undefined ? deskNames : [options.desk];
      const shown = names.map((name) => show[options.show](name, options));
      print(command, options.json ? shown.map(({ data }) => data) : shown.map(({ text }) => text).join('\n'));
    });

/** As data, and as a person reads it. */
type Shown = { readonly data: unknown; readonly text: string };

const show = {
  simulation: (desk: DeskName, { rate, asDeployed, quotas, seed }: Options): Shown => {
    const setting = { desk: desks[desk], limits: raised(quotas), routes: asDeployed ? routes : unlimited, seed };
    const rates = rate === undefined ? sweep : [rate];
    const reports = rates.map((callsPerSecond) => simulate({ ...setting, callsPerSecond }));
    return { data: { desk, reports }, text: describe(titleOf(desk), reports) };
  },
  limits: (desk: DeskName, { quotas }: Options): Shown => {
    const limits = reachOf(desks[desk], raised(quotas), routes);
    return { data: { desk, limits }, text: describeReach(titleOf(desk), limits) };
  },
  bill: (desk: DeskName): Shown => {
    const { agents } = desks[desk];
    const [calls, month] = [billOfCalls(1e6, agents), billOfMonth(1_000, agents)];
    const texts = [
      describeBill(`a million calls to pools of ${agents}`, calls),
      describeBill('a month without calls, 1,000 agents', month),
    ];
    return { data: { desk, calls, month }, text: texts.join('\n') };
  },
};

const titleOf = (name: DeskName): string => {
  const { agents, leases, applets }: Desk = desks[name];
  return `${name}: pools of ${agents} with leases ${leases}, applets: ${applets}`;
};

const none = { rate: Number.POSITIVE_INFINITY, burst: Number.POSITIVE_INFINITY };
const unlimited: Routes = { primary: none, fallback: none, events: none, reports: none };

/** What a partition takes nobody can raise. */
const raised = (times: number): Limits => ({
  ...limits,
  gatewayRate: times * limits.gatewayRate,
  gatewayBurst: times * limits.gatewayBurst,
  concurrency: times * limits.concurrency,
  tableUnits: times * limits.tableUnits,
});

const positive =
  (most: number) =>
  (text: string): number => {
    if (/^[1-9]\d{0,6}$/.test(text) && Number(text) <= most) return Number(text);
    throw new InvalidArgumentError(`Write a whole number from 1 to ${most}.`);
  };
