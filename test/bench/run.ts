/**
 * `npm run bench`: what we deploy against what others would, side by side in one run. `--short` for a few rounds with wider
 * bounds, `--json` for machines. Ends with 1 when a bound is broken.
 */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { runtimeClient } from '../lambda/runtime-client.ts';
import { main } from '../support/toolbox.ts';
import { judge } from './bounds.ts';
import { measureCallers } from './callers.ts';
import { measureColdStarts } from './cold-start.ts';
import { bundleContestants } from './contestants.ts';
import { distanceMs } from './distance.ts';
import type { Figures } from './figures.ts';
import { measureGrowth } from './growth.ts';
import { report } from './report.ts';
import { countRoundTrips } from './round-trips.ts';
import { benchConfig, startTables } from './tables.ts';
import { measureWarm } from './warm.ts';

const forms = {
  full: { coldRounds: 25, warmRounds: 300, callerSeconds: 10, growthRounds: 200, pools: [10, 1_000, 10_000] },
  short: { coldRounds: 5, warmRounds: 40, callerSeconds: 3, growthRounds: 40, pools: [10, 1_000] },
} as const;

const measure = async (form: Figures['form']): Promise<Figures> => {
  const { coldRounds, warmRounds, callerSeconds, growthRounds, pools } = forms[form];
  const machine = { cores: availableParallelism(), node: process.versions.node, loadAverage: loadavg()[0] ?? 0 };
  const step = (what: string) => console.error(what);

  step('bundling');
  const contestants = await bundleContestants();
  const tables = await startTables();
  const table = 'answers';
  await tables.make(table, benchConfig(10));
  step('cold starts');
  const cold = (distance: 'near' | 'far') =>
    measureColdStarts(contestants, table, tables.endpoints[distance], coldRounds);
  const coldStart = { near: await cold('near'), far: await cold('far') };
  step('warm answers');
  const roundTrips = await countRoundTrips(contestants, tables, table);
  const warmAt = (distance: 'near' | 'far') =>
    measureWarm(contestants, tables.rest, { endpoint: tables.endpoints[distance], table, rounds: warmRounds });
  const warm = { near: await warmAt('near'), far: await warmAt('far') };
  step('growth');
  const sizes = { agents: [10, 100, 1_000], pools, rounds: growthRounds };
  const growth = await measureGrowth(contestants, tables, sizes);
  tables.stop();
  step('callers at once');
  const callers = await measureCallers([50, 200, 1_000], callerSeconds);
  await contestants.remove();
  const { bytes, floorBytes } = contestants;
  return { form, machine, distanceMs, bytes, floorBytes, roundTrips, coldStart, warm, callers, growth };
};

await main(async () => {
  const { values } = parseArgs({ options: { short: { type: 'boolean' }, json: { type: 'boolean' } } });
  process.env.LAMBDA_RUNTIME_CLIENT = runtimeClient();
  const figures = await measure(values.short ? 'short' : 'full');
  const judged = judge(figures);
  process.stdout.write(values.json ? `${JSON.stringify({ ...figures, judged }, null, 2)}\n` : report(figures, judged));
  const broken = judged.filter(({ holds }) => !holds);
  for (const { what, is, atMost } of broken) console.error(`broken: ${what} is ${is.toFixed(2)}, at most ${atMost}`);
  return broken.length === 0 ? 0 : 1;
});
