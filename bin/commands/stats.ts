/** `dial-whom stats`: what CloudWatch would show, from the table, and from the local service. */
import { Command } from 'commander';
import type { Metrics } from '../../functions/domain/signals.ts';
import { sumOf } from '../../functions/domain/signals.ts';
import { readCalls } from '../calls/listing.ts';
import { localServiceUrl } from '../local-url.ts';
import { countersOf } from '../stats/table-counters.ts';
import { describeStats, type Stats } from '../stats/text.ts';
import { findTable } from '../table/open.ts';
import { type TargetOptions, withTarget } from '../table/target.ts';
import { examples } from '../terminal/examples.ts';
import { print } from '../terminal/print.ts';
import { timeAgo } from '../time-argument.ts';

type StatsOptions = TargetOptions & { readonly since?: number; readonly json?: true };

/** Exit code 0, also when there were no calls. */
export const statsCommand = (): Command =>
  withTarget(new Command('stats'))
    .description(
      'Answers, attempts and outcomes, as docs/metrics.md names them: of the calls in the table, and of the local service',
    )
    .option(
      '--since <time>',
      'of the table, since then: 90m, 2h, 7d, or 2026-11-28T21:00:00+05:30 (default: 1d)',
      timeAgo,
    )
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples('npx dial-whom stats', ['npx dial-whom stats --since 7d --outputs outputs.json', 'of a deployed table']),
    )
    .action(async ({ since, json, ...target }: StatsOptions, command: Command) => {
      const table = await findTable(target);
      const nowMs = Date.now();
      const sinceMs = since ?? nowMs - 24 * 3600_000;
      const calls = await readCalls(table, sinceMs, nowMs);
      const isLocal = Object.keys(target).length === 0;
      const stats: Stats = {
        table: {
          name: table.name,
          since: new Date(sinceMs).toISOString(),
          metrics: [...calls.values()].map(countersOf).reduce(sumOf, {}),
        },
        ...(isLocal ? { service: await ofService() } : {}),
      };
      print(command, json ? stats : describeStats(stats));
    });

const ofService = async (): Promise<NonNullable<Stats['service']>> => {
  const about = (await (await fetch(`${localServiceUrl()}/_local`)).json()) as { startedAt: string; metrics: Metrics };
  return { since: about.startedAt, metrics: about.metrics };
};
