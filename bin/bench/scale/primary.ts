/** A caller's request to the primary, step by step as functions/primary/answer-call.ts takes them. */
import { budget } from '../../../functions/domain/budget.ts';
import type { People } from './desk.ts';
import type { Environment } from './environments.ts';
import { times, units } from './parameters.ts';
import type { Desk, Units } from './shapes.ts';
import type { Table } from './table.ts';
import type { Process, Timeline } from './timeline.ts';

export type Kind = 'a call comes in' | 'the next attempt' | 'a repeat';
export type Answer = 'numbers' | 'nobody free' | 'degraded' | '503';

export type Primary = {
  readonly table: Table;
  readonly people: People;
  readonly desk: Desk;
  readonly timeline: Timeline;
  /** How long ago an environment that has been there for long read an applet. */
  readonly sinceReadMs: () => number;
};

/** functions/adapters/config-cache.ts */
export const freshMs = 30_000;

export function* answer(kind: Kind, pool: number, call: string, own: Environment, world: Primary): Process<Answer> {
  const { table, people, desk, timeline } = world;
  const startedMs = timeline.now();
  const byMs = startedMs + budget.databaseMs;
  yield times.primaryCpu;
  const config = yield* configOf(pool, own, world, byMs);
  if (config === 'none') return '503';

  const seenMs = timeline.now();
  const isHuntRead = table.take({ reads: units[kind].reads.CALL });
  const isViewRead = table.take(viewOf(pool, desk));
  yield* table.trip();
  // What a batch leaves over is asked for at once.
  const isSeen = isViewRead || (table.take(viewOf(pool, desk)) && (yield* inTime(table)));
  if (!isHuntRead && !(yield* table.ask({ reads: 1 }, byMs))) return 'degraded';
  const isWhole = config === 'fresh' && isSeen;
  if (kind === 'a repeat') return isWhole ? 'numbers' : 'degraded';

  const { writes, indexWrites }: Units = units[kind];
  const tried: ReturnType<People['anybody']>[] = [];
  let head = people.first(pool, seenMs, tried);
  const noted = (key: string) => ({ writes: writes.AGENT ?? 0, keys: { [key]: writes.AGENT ?? 0 } });
  let isHeld = desk.leases === 'off';
  while (head !== undefined && !isHeld && timeline.now() < startedMs + budget.claimMs) {
    // A claim that is lost is paid as well, and the view is read anew beside it.
    if (!(yield* table.ask(noted(head.key), byMs))) break;
    if (head.untilMs <= timeline.now()) {
      people.hold(head, timeline.now());
      isHeld = true;
    } else {
      tried.push(head);
      table.take(viewOf(pool, desk));
      head = people.first(pool, timeline.now(), tried);
    }
  }
  if (head !== undefined && desk.leases === 'off') {
    people.hold(head, timeline.now());
    table.take(noted(head.key));
  }
  const commit = { writes: writes.CALL ?? 0, ...(indexWrites > 0 ? { listed: call } : {}) };
  if (!(yield* table.ask(commit, byMs))) return 'degraded';
  if (head === undefined) return 'nobody free';
  return isWhole ? 'numbers' : 'degraded';
}

function* inTime(table: Table): Process<boolean> {
  yield* table.trip();
  return true;
}

/** All agents of a pool are read together, so that one key stands for each of theirs. */
const viewOf = (pool: number, { agents }: Desk) => ({
  reads: units['a call comes in'].readsAnAgent * agents,
  keys: { [`AGENT#… of pool ${pool}, each`]: units['a call comes in'].readsAnAgent },
});

/** From memory, read behind the answer when it is no longer fresh, before it when it is older still. */
function* configOf(pool: number, own: Environment, world: Primary, byMs: number): Process<'fresh' | 'stale' | 'none'> {
  const { timeline } = world;
  const readMs = own.applets.get(pool) ?? (own.isWarm ? timeline.now() - world.sinceReadMs() : undefined);
  const ageMs = readMs === undefined ? undefined : timeline.now() - readMs;
  if (readMs !== undefined) own.applets.set(pool, readMs);
  if (ageMs !== undefined && ageMs < freshMs) return 'fresh';
  if (ageMs !== undefined && ageMs < 2 * freshMs) {
    // Whether it succeeds nobody waits to see.
    timeline.start(behind(refresh(pool, own, world, timeline.now() + budget.databaseMs)));
    return 'fresh';
  }
  const isRead = yield* refresh(pool, own, world, ageMs === undefined ? byMs : timeline.now() + budget.configMs);
  if (isRead) return 'fresh';
  return ageMs === undefined ? 'none' : 'stale';
}

function* behind(process: Process<boolean>): Process {
  yield* process;
}

function* refresh(pool: number, own: Environment, { table, desk, timeline }: Primary, byMs: number): Process<boolean> {
  const { reads, readsAnAgent } = units['an applet is refreshed'];
  const before = own.applets.get(pool);
  // Requests of one environment share a reading.
  own.applets.set(pool, timeline.now());
  const config = { reads: reads.CONFIG + reads.APPLET, keys: { CONFIG: reads.CONFIG } };
  const agents = {
    reads: readsAnAgent * desk.agents,
    keys: { [`AGENT#… of pool ${pool}, each`]: readsAnAgent },
  };
  for (const wanted of [config, { reads: reads.POOL, keys: { [`POOL#${pool}`]: reads.POOL } }, agents]) {
    if (yield* table.ask(wanted, byMs)) continue;
    if (before === undefined) own.applets.delete(pool);
    else own.applets.set(pool, before);
    return false;
  }
  return true;
}
