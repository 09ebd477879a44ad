/** What the log line with its metrics costs an answer, against the same answer without it, side by side in one run. */

import { closeSync, openSync, writeSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { openCallState } from '../../functions/adapters/call-state.ts';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import type { Log } from '../../functions/domain/signals.ts';
import { createHandler } from '../../functions/primary/handler.ts';
import { systemClock } from '../../functions/runtime/clock.ts';
import { createLog } from '../../functions/runtime/log.ts';
import { aConfig, aPool } from '../support/builders.ts';
import { invoke } from '../support/invoke.ts';
import { aTable } from '../support/tables.ts';

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

it('adds at most a tenth to a warm answer', async () => {
  const table = await aTable();
  onTestFinished(() => table.stop());
  await applyConfig(
    table,
    aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3'], { leases: 'off' }), support: aPool(['a4']) } }),
    {
      by: 'test',
      at: new Date().toISOString(),
    },
  );
  const sink = openSync('/dev/null', 'w');
  onTestFinished(() => closeSync(sink));
  const written = createLog('test', systemClock, (line) => writeSync(sink, line));

  const aPrimary = (log: Log) =>
    createHandler({
      stores: {
        configs: cacheConfigs(createConfigReader(table), { clock: systemClock, log }),
        ...openCallState(table, log, systemClock),
        clock: systemClock,
      },
      keys: { kind: 'open' },
      log,
    });
  const ways = [aPrimary(() => {}), aPrimary(written)];
  const timed = async (handler: unknown, CallSid: string): Promise<number> => {
    const startedMs = performance.now();
    const { statusCode } = await invoke(handler, { query: { CallSid, CallFrom: '09900112233' } });
    expect(statusCode).toBe(200);
    return performance.now() - startedMs;
  };
  const rounds = 300;
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    // Turn about, so that whatever else the machine does meets both.
    for (const way of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const ms = await timed(ways[way], `c${way}-${round}`);
      if (round >= 50) times[way as 0 | 1].push(ms);
    }
  }
  const [without, logging] = times.map(median) as [number, number];
  const ratio = logging / without;
  process.stdout.write(
    `a warm answer: ${without.toFixed(2)} ms without its line, ${logging.toFixed(2)} ms with it: ${ratio.toFixed(3)} (medians of ${rounds - 50})\n`,
  );
  expect(ratio).toBeLessThan(1.1);
});
