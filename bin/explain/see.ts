import { createCallerStore } from '../../functions/adapters/caller-store.ts';
import type { createConfigReader } from '../../functions/adapters/config-reader.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import { callerOf } from '../../functions/domain/route.ts';
import { describeCause } from '../describe-error.ts';
import { UsageError } from '../usage-error.ts';
import { callOf, type Question } from './question.ts';

type Reading = Awaited<ReturnType<ReturnType<typeof createConfigReader>>>['reading'];

/** What cannot be read is not known, here as for a request. */
const quiet = () => {};

/** What a request would see of agents and of its caller. */
export const see = async (
  table: Table,
  question: Question,
  isNow: boolean,
  { config, identity }: Extract<Reading, { kind: 'found' }>,
  signal: AbortSignal,
) => {
  const view = await createLiveStore(table, quiet).read(Object.keys(config.agents));
  if (view.kind === 'unavailable')
    throw new UsageError(`what agents are doing cannot be read: ${describeCause(view.cause)}`);
  const caller = callerOf(callOf(question), config);
  const spoke = caller === undefined ? undefined : await createCallerStore(table, quiet).spokeWith(caller, signal);
  // At another time those who are held now are not, and those who will be are not known.
  const live = isNow ? view.view : new Map([...view.view].map(([agent, known]) => [agent, { ...known, leases: {} }]));
  return { config, identity, live, spoke };
};
