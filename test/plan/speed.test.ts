import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { driftOf } from '../../bin/change/drift.ts';
import { planBetween } from '../../bin/plan/plan.ts';
import { loadConfig } from '../../bin/pools-file/load.ts';
import { configIn } from '../../bin/table/config-in.ts';
import { changesTo, itemsOf } from '../../bin/table/items.ts';
import { aFolder } from '../support/cli.ts';
import { agentCount, aLargeOne, poolCount } from '../support/large-config.ts';

const now = Date.parse('2026-11-21T06:00:00Z');
/** Other tests take the processor meanwhile: only the time at work counts. */
const secondsAtWork = (work: () => void): number => {
  const usage = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(usage);
  return (user + system) / 1e6;
};

it('a plan for 1,000 pools and 20,000 agents is made in less than 5 s, when everything changes', () => {
  const [applied, file] = [aLargeOne(0), aLargeOne(7)];
  const [there, wanted] = [itemsOf(applied), itemsOf(file)];
  const startedAt = performance.now();
  const busy = secondsAtWork(() => {
    const { config: before } = configIn(there, applied);
    const compared = { applied: there, there, wanted, interrupted: [], outside: new Set<string>() };
    expect(driftOf(compared)).toEqual([]);
    expect(changesTo(wanted, there).put.length).toBeGreaterThan(poolCount);
    const plan = planBetween(before, file, now);
    expect(plan.pools.filter(({ isAffected }) => isAffected)).toHaveLength(poolCount);
  });
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(
    `plan for ${poolCount} pools and ${agentCount} agents: ${seconds.toFixed(2)} s, ${busy.toFixed(2)} s of them at work\n`,
  );
  expect(busy).toBeLessThan(5);
});

const aFileOf = (agents: number): string => {
  const file = join(aFolder(), 'pools.yaml');
  const lines = Array.from(
    { length: agents },
    (_, index) => `  a${index}: { name: Agent ${index}, numbers: ["+9190${String(index).padStart(8, '0')}"] }`,
  );
  writeFileSync(
    file,
    `settings:
  country: IN
  timeZone: Asia/Kolkata
  numberPolicy: { countries: [IN], types: [mobile] }
  lastResort: ["+919800000090"]
agents:
${lines.join('\n')}
pools: { sales: { members: [a1] } }
applets: { main: { routes: [{ pool: sales }] } }
`,
  );
  return file;
};

it('a file of four times as many agents takes about four times as long to read, not sixteen times', () => {
  const read = (agents: number) => {
    const file = aFileOf(agents);
    return secondsAtWork(() => expect(loadConfig(file, now)).toMatchObject({ kind: 'config' }));
  };
  read(2_000);
  const [few, many] = [read(10_000), read(40_000)];
  process.stdout.write(`10,000 agents are read in ${few.toFixed(2)} s, 40,000 in ${many.toFixed(2)} s\n`);
  expect(many / few).toBeLessThan(7);
}, 120_000);
