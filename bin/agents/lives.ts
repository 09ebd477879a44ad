/** What agents are doing, read and changed by a person, who has more time than a call. */
import type { Table } from '../../functions/adapters/dynamo.ts';
import { gatherReads } from '../../functions/adapters/gathered-reads.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import type { EventEffect } from '../../functions/domain/lease.ts';
import type { Live, LiveView } from '../../functions/domain/live.ts';
import { describeCause } from '../describe-error.ts';
import { patienceMs } from '../table/open.ts';
import { UsageError } from '../usage-error.ts';

export type Lives =
  | { readonly kind: 'found'; readonly view: LiveView }
  | { readonly kind: 'unknown'; readonly why: string };

/** Of all of them or of none: somebody whom the table left over must not look free. */
export const readLives = async (table: Table, agents: readonly string[]): Promise<Lives> => {
  const reading = await createLiveStore(table, () => {}, gatherReads(table, patienceMs)).read(agents);
  if (reading.kind === 'unavailable') return { kind: 'unknown', why: describeCause(reading.cause) };
  const { view, partialBecause } = reading;
  return partialBecause === undefined
    ? { kind: 'found', view }
    : { kind: 'unknown', why: `${partialBecause}: run the same command again` };
};

export const requireLives = async (table: Table, agents: readonly string[]): Promise<LiveView> => {
  const lives = await readLives(table, agents);
  if (lives.kind === 'unknown') throw new UsageError(`what agents are doing cannot be read: ${lives.why}`);
  return lives.view;
};

/** `to` may be asked more than once, while others change him too. False where it has nothing to change. */
export const changeLive = async (
  table: Table,
  agent: string,
  to: (live: Live) => Live | undefined,
): Promise<boolean> => {
  const causes: string[] = [];
  const store = createLiveStore(table, ({ cause, message }) => causes.push(describeCause(String(cause ?? message))));
  const signal = AbortSignal.timeout(patienceMs);
  const change = (known: Live): EventEffect => {
    const live = to(known);
    return live === undefined ? { kind: 'stale' } : { kind: 'changed', live };
  };
  const done = await store.change(agent, change, signal);
  if (done.kind === 'unavailable') {
    throw new UsageError(`agent ${agent} was not changed: ${causes.join('; ')}. Run the same command again`);
  }
  return done.kind === 'changed';
};
