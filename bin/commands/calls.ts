/** `dial-whom calls`: what became of the calls of late. */
import { Command } from 'commander';
import { keys } from '../../functions/adapters/config-keys.ts';
import { type ListedCall, listCalls } from '../calls/listing.ts';
import { requirePool } from '../table/known.ts';
import { findTable } from '../table/open.ts';
import { readState } from '../table/state.ts';
import { type TargetOptions, withTarget } from '../table/target.ts';
import { columns } from '../terminal/columns.ts';
import { examples } from '../terminal/examples.ts';
import { print } from '../terminal/print.ts';
import { utcTime } from '../terminal/times.ts';
import { timeAgo } from '../time-argument.ts';

type CallsOptions = TargetOptions & { since?: number; pool?: string; json?: true };

/** Exit code 0, also when there were none; 1 when there is no such pool. */
export const callsCommand = (): Command =>
  withTarget(new Command('calls'))
    .description(
      'Calls of late with what became of them, the newest first (not told: no request and no event said how it ended); explain CallSid says why',
    )
    .option('--since <time>', 'since then: 90m, 2h, 7d, or 2026-11-28T21:00:00+05:30 (default: 1d)', timeAgo)
    .option('--pool <pool>', 'only calls that were in this pool')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        'npx dial-whom calls',
        ['npx dial-whom calls --since 90m --pool sales', 'of one pool only'],
        'npx dial-whom calls --table TABLE --region ap-south-1 --since 7d --json',
      ),
    )
    .action(async ({ since, pool, json, ...target }: CallsOptions, command: Command) => {
      const table = await findTable(target);
      const nowMs = Date.now();
      const all = await listCalls(table, since ?? nowMs - 24 * 3600_000, nowMs);
      const calls = all.filter(({ pools }) => pool === undefined || pools.includes(pool));
      // One that is gone has calls; of a name that was written wrongly nobody must believe that it had none.
      if (pool !== undefined && calls.length === 0)
        requirePool(pool, (await readState(table, [keys.pool(pool)])).config, table.name);
      print(command, json ? { calls } : describe(calls));
    });

const describe = (calls: readonly ListedCall[]): string =>
  calls.length === 0
    ? 'no calls since then\n'
    : columns(
        ['started (UTC)', 'CallSid', 'caller', 'pool', 'attempts', 'outcome', 'agent'],
        calls.map(({ startedAt, callSid, caller, pools, attempts, outcome, agent }) => [
          utcTime(startedAt),
          callSid,
          caller ?? '-',
          pools.join(' ') || '-',
          String(attempts),
          outcome,
          agent ?? '-',
        ]),
      );
