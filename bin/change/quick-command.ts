/** A quick change as a command makes it: signed, and with what the user should know about it. */
import type { Command } from 'commander';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { LiveView } from '../../functions/domain/live.ts';
import { readLives } from '../agents/lives.ts';
import { agentsOfThinnedPools, leftEmpty } from '../pools/duty.ts';
import { signer } from '../signer.ts';
import type { TableState } from '../table/state.ts';
import type { OnProgress } from '../table/write-all.ts';
import { print, warn } from '../terminal/print.ts';
import { changeTable, type QuickChange } from './quick-change.ts';

export type Performed = QuickChange & {
  /** Kept with the revision: what and why. */
  readonly note: string;
  /** What is to be said when it is done: words, or what is printed as JSON with the table and its revision. */
  readonly says: string | object;
  /** What is still to be done. */
  readonly remind?: string | undefined;
  readonly force?: boolean | undefined;
  readonly nowMs: number;
  readonly onProgress?: OnProgress | undefined;
};

export const perform = async (
  command: Command,
  table: Table,
  state: TableState,
  { note, says, remind, force, nowMs, onProgress, ...change }: Performed,
): Promise<void> => {
  const signature = { by: signer(), at: new Date(nowMs).toISOString(), note };
  const { revision, wrong } = await changeTable(table, state, change, signature, { force: force === true, onProgress });
  warn(command, [
    ...wrong.map((what) => `it was wrong before and still is: ${what}`),
    ...(await leftEmptyBy(table, state.config, change.edit(state.config), nowMs)),
  ]);
  print(
    command,
    typeof says === 'string'
      ? `${says}\nrevision ${revision} of ${table.name}; handlers see it within a minute\n${remind === undefined ? '' : `${remind}\n`}`
      : { table: table.name, revision, ...says },
  );
};

/** Pools that have nobody on duty now because of it; pauses are read only where somebody goes. */
const leftEmptyBy = async (table: Table, before: Config, after: Config, nowMs: number): Promise<string[]> => {
  const lives = await readLives(table, agentsOfThinnedPools(before, after, nowMs));
  const view: LiveView = lives.kind === 'found' ? lives.view : new Map();
  return [
    ...(lives.kind === 'found' ? [] : [`who is paused cannot be read: ${lives.why}`]),
    ...leftEmpty({ config: before, view }, { config: after, view }, nowMs),
  ];
};
