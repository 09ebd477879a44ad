/** An event of the provider, step by step as functions/events/take-events.ts takes them. */
import { budget } from '../../../functions/domain/budget.ts';
import type { told } from './bill.ts';
import { times, units } from './parameters.ts';
import type { Primary } from './primary.ts';
import type { Units } from './shapes.ts';
import type { Process } from './timeline.ts';

/** False when some of it is lost: an agent stays held until his time is up. */
export function* takeEvent(
  kind: keyof typeof told,
  pool: number,
  call: string,
  { table, people, timeline }: Primary,
): Process<boolean> {
  const byMs = timeline.now() + budget.databaseMs;
  yield times.eventsCpu;
  const { reads, writes, indexWrites }: Units = units[kind];
  const { key } = people.anybody(pool);
  const agent = { reads: reads.AGENT ?? 0, keys: { [`${key}, read`]: reads.AGENT ?? 0 } };
  if (!(yield* table.ask(agent, byMs))) return false;
  const change = writes.AGENT ?? 0;
  if (change > 0 && !(yield* table.ask({ writes: change, keys: { [key]: change } }, byMs))) return false;
  if (reads.CALL !== undefined) table.take({ reads: reads.CALL });
  return yield* table.ask({ writes: writes.CALL ?? 0, ...(indexWrites > 0 ? { listed: call } : {}) }, byMs);
}
