import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { contentOf } from '../../bin/pools-file/file-content.ts';
import { yamlText } from '../../bin/pools-file/yaml-text.ts';
import { aFolder, run } from '../support/cli.ts';
import { agentCount, aLargeOne, poolCount } from '../support/large-config.ts';
import { aTable } from '../support/tables.ts';

it('plan as a whole, from its start to its last line, takes less than 11 s of work for 1,000 pools and 20,000 agents', async () => {
  const table = await aTable();
  onTestFinished(table.stop);
  await applyConfig(table, aLargeOne(0), { by: 'asha', at: '2026-11-21T06:00:00Z' });
  const file = join(aFolder(), 'pools.yaml');
  writeFileSync(file, yamlText(contentOf(aLargeOne(7))));

  const NODE_OPTIONS = `--import=${pathToFileURL(resolve(import.meta.dirname, '../support/seconds-at-work.ts'))}`;
  const startedAt = performance.now();
  const ran = await run(['plan', file, '--endpoint', table.endpoint, '--table', table.name], { NODE_OPTIONS });
  const seconds = (performance.now() - startedAt) / 1000;
  const [, busy] = /^at work for (\S+) s\n$/.exec(ran.err) ?? [];
  process.stdout.write(
    `plan as a whole for ${poolCount} pools and ${agentCount} agents: ${seconds.toFixed(2)} s, ${Number(busy).toFixed(2)} s of them at work\n`,
  );
  expect(ran.code).toBe(1);
  expect(ran.out.match(/^ {2}~ pool-\d+$/gm)).toHaveLength(poolCount);
  expect(ran.out).toMatch(/\n\d+ items to write, \d+ to remove; nothing is written yet: npx dial-whom apply /);
  // Threads work side by side: 5.0 s of work in 4.2 s on an idle machine of two cores, and half as much again on a busy one.
  expect(Number(busy)).toBeLessThan(11);
}, 240_000);
