import { createCallerStore } from '../../functions/adapters/caller-store.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { gatherReads } from '../../functions/adapters/gathered-reads.ts';
import { callerOf } from '../../functions/domain/call-numbers.ts';
import type { ConfigReading } from '../../functions/domain/ports.ts';
import { requireLives } from '../agents/lives.ts';
import { patienceMs } from '../table/open.ts';
import { callOf, type Question } from './question.ts';

/** What cannot be read is not known, here as for a request. */
const quiet = () => {};

/** What a request would see of agents and of its caller. */
export const see = async (
  table: Table,
  question: Question,
  isNow: boolean,
  { config, identity }: Extract<ConfigReading, { kind: 'found' }>,
  signal: AbortSignal,
) => {
  const view = await requireLives(table, Object.keys(config.agents));
  const caller = callerOf(callOf(question), config);
  const callers = createCallerStore(table, quiet, gatherReads(table, patienceMs));
  const spoke = caller === undefined ? undefined : await callers.spokeWith(caller, signal);
  // At another time those who are held now are not, and those who will be are not known.
  const live = isNow ? view : new Map([...view].map(([agent, known]) => [agent, { ...known, leases: {} }]));
  return { config, identity, live, spoke };
};
