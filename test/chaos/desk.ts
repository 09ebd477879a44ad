/**
 * One desk: people of its own, a way to DynamoDB and one to S3 that may fail, and a clock that leaps while phones ring, so
 * that calls take no longer than their answers. Its calls come one after the other.
 */
import type { Call, ConversationResult } from '../../bin/emulator/call.ts';
import { holdConversation } from '../../bin/emulator/conversation.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';
import { unitHash } from '../../functions/domain/hash.ts';
import { startBlackHole } from '../support/black-hole.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { aCaller } from './callers.ts';
import type { Cell } from './cells.ts';
import { type Answered, aFallback, aPrimary, type Running } from './functions.ts';
import { type People, peopleOf } from './people.ts';
import { inTurn, supplyOf } from './supply.ts';
import { failFor, metBy, openFor } from './ways.ts';

/** What the desk's calls are answered from. */
export type World = {
  readonly table: Table & { readonly endpoint: string };
  readonly bucket: string;
  readonly config: Config;
};

/** One answer of one URL. `again`: the same request once more, which the provider is free to send. */
export type Exchange = Answered & {
  readonly url: 'primary' | 'fallback';
  readonly ms: number;
  readonly query: Readonly<Record<string, string>>;
  readonly again?: Answered | undefined;
};

export type Held = {
  readonly call: Call;
  readonly people: People;
  readonly exchanges: readonly Exchange[];
  readonly result: ConversationResult;
  /** Requests that met the fault; of a black hole nobody knows. */
  readonly met: number;
};

/** Everybody is free and rested again, and nobody is paused. */
const betweenCallsMs = 1800_000;

export type Desk = {
  /** Calls of one cell, by the seeds of their chances. Warm functions are the same for all of them. */
  readonly shift: (cell: Cell, seeds: readonly string[]) => Promise<Held[]>;
  readonly stop: () => Promise<void>;
};

export const openDesk = async (ordinal: number, { table, bucket, config }: World): Promise<Desk> => {
  const people = peopleOf(ordinal);
  const [dynamo, s3] = await Promise.all([startFaultProxy(table.endpoint), startFaultProxy(bucket)]);
  let leaptMs = 0;
  const clock = () => Date.now() + leaptMs;
  const leap = async (ms: number) => {
    leaptMs += ms;
  };

  const shift = async (cell: Cell, seeds: readonly string[]): Promise<Held[]> => {
    const { fault, target, temperature, pattern } = cell;
    const isHole = fault === 'black hole';
    const holes = isHole ? await Promise.all([startBlackHole(dynamo.endpoint), startBlackHole(s3.endpoint)]) : [];
    const ways = { dynamo: holes[0]?.endpoint ?? dynamo.endpoint, s3: holes[1]?.endpoint ?? s3.endpoint };
    // Where reading it fails the configuration in memory is old with each call; elsewhere it would only cost time.
    const configClock = target === 'config read' || target === 'everything' ? clock : Date.now;
    const makePrimary = async () => aPrimary(ways.dynamo, table.name, clock, configClock);
    const makeFallback = () => aFallback(ways.s3, config, clock);
    const isWarm = temperature === 'warm';
    // A primary that remembers nothing and reads nothing is down: what is asked is the fallback.
    const primaries = supplyOf(makePrimary, isWarm && target !== 'snapshot read');
    const fallbacks = supplyOf(makeFallback, isWarm);
    if (isWarm) {
      await inTurn(async () => {
        for (const applet of [people.applet, people.appletOnce ?? people.applet]) {
          const warming = { CallSid: `warming-${applet}-${leaptMs}` };
          await (await primaries.get()).ask(applet, warming);
          await (await fallbacks.get()).ask(applet, warming);
        }
      });
      await leap(betweenCallsMs);
    }

    const held: Held[] = [];
    for (const seed of seeds) {
      if (!isHole) failFor(cell, seed, { dynamo, s3 });
      else if (held.length === 0) await openFor(cell, holes, { dynamo });
      primaries.renew();
      fallbacks.renew();
      const call = aCaller(seed, people);
      const exchanges: Exchange[] = [];
      const before = metBy(cell, { dynamo, s3 });
      const fetch = fetching(call, { primary: primaries.get, fallback: fallbacks.get }, exchanges, seed);
      const onEvent = ({ kind }: { readonly kind: string }) => {
        if (kind === 'dialling' && pattern === 'at first') for (const proxy of [dynamo, s3]) proxy.heal();
      };
      const result = await holdConversation(call, { fetch, now: clock, sleep: leap, onEvent });
      held.push({ call, people, exchanges, result, met: metBy(cell, { dynamo, s3 }) - before });
      await leap(betweenCallsMs);
    }
    for (const proxy of [dynamo, s3]) proxy.heal();
    for (const supply of [primaries, fallbacks]) supply.stop();
    await Promise.all(holes.map((hole) => hole.stop()));
    return held;
  };

  return { shift, stop: async () => void (await Promise.all([dynamo.stop(), s3.stop()])) };
};

/** The URLs of one call, which keeps what each of them answered. */
const fetching =
  (call: Call, urls: Record<Exchange['url'], () => Promise<Running>>, exchanges: Exchange[], seed: string) =>
  async (address: string) => {
    const { pathname, searchParams } = new URL(address);
    const url = pathname.startsWith('/primary') ? 'primary' : 'fallback';
    const query = Object.fromEntries(searchParams);
    const startedMs = performance.now();
    const { ask } = await urls[url]();
    const answered = await ask(call.applet, query);
    const ms = performance.now() - startedMs;
    const isTwice = url === 'primary' && unitHash(seed, 'twice', String(exchanges.length)) < 0.05;
    const again = isTwice ? await ask(call.applet, query) : undefined;
    exchanges.push({ ...answered, url, ms, query, again });
    return { status: answered.status, text: async () => answered.body };
  };
