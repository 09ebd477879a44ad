/** `dial-whom bench scale`: how far a stage goes, and what stops it, with nothing running. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { desks, type Limits, limits, type Routes, routes } from '../bench/scale/parameters.ts';
import type { Desk } from '../bench/scale/shapes.ts';
import { simulate } from '../bench/scale/simulate.ts';
import { describe } from '../bench/scale/text.ts';
import { examples } from '../examples.ts';
import { print } from '../print.ts';

type DeskName = keyof typeof desks;
type Options = {
  readonly rate?: number;
  readonly desk?: DeskName;
  readonly asDeployed?: true;
  readonly quotas: number;
  readonly seed: string;
  readonly json?: true;
};

const sweep = [10, 100, 1_000, 3_000, 10_000];
const deskNames = Object.keys(desks) as DeskName[];

export const scaleCommand = (): Command =>
  new Command('scale')
    .description(
      'Calls a second through the limits of gateway, Lambda and table: who is answered, what bites, what it costs',
    )
    .option('--rate <n>', `calls a second, instead of ${sweep.join(', ')}`, positive(100_000))
    .addOption(
      new Option('--desk <name>', 'people, each on one call at a time, or lines that take any number').choices(
        deskNames,
      ),
    )
    .option('--as-deployed', 'with the limits of our own routes; without it, as if they were raised')
    .option(
      '--quotas <times>',
      "AWS's limits that can be raised, so many times what they are at first",
      positive(1_000),
      1,
    )
    .option('--seed <text>', 'other calls', 'a')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples('dial-whom bench scale', 'dial-whom bench scale --desk lines --rate 2000 --quotas 10'),
    )
    .action((options: Options, command: Command) => {
      const names = options.desk === undefined ? deskNames : [options.desk];
      const rates = options.rate === undefined ? sweep : [options.rate];
      const own = options.asDeployed ? routes : unlimited;
      const ran = names.map((name) => ({
        desk: name,
        reports: rates.map((callsPerSecond) =>
          simulate({
            desk: desks[name],
            callsPerSecond,
            limits: raised(options.quotas),
            routes: own,
            seed: options.seed,
          }),
        ),
      }));
      print(command, options.json ? ran : ran.map(({ desk, reports }) => describe(titleOf(desk), reports)).join('\n'));
    });

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
