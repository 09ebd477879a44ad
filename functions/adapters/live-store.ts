/** Who is held and who was offered when, in DynamoDB: one item an agent, changed by single conditional updates only. */
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterClaim } from '../domain/claim.ts';
import type { Live } from '../domain/live.ts';
import type { ClaimResult, LiveReading, LiveStore } from '../domain/ports.ts';
import type { Log } from '../domain/signals.ts';
import { claimUpdate } from './claim-update.ts';
import { causeOf, conditionFailure, isInvalid, type Table, within } from './dynamo.ts';
import { type GatheredReads, gatherReads } from './gathered-reads.ts';
import type { Item } from './item.ts';
import { type AsRead, isSound, liveFromItem, liveKey, replacement } from './live-item.ts';
import { recentClaims } from './recent-claims.ts';

/** Claims and events of one agent do not come more often than a few a second. */
const mostTries = 8;

/** `reads` are shared with the stores that are asked side by side with this one. */
export const createLiveStore = (table: Table, log: Log, reads: GatheredReads = gatherReads(table)): LiveStore => {
  const { client, name } = table;
  const recent = recentClaims();

  /** Not in the time of whoever asked first: others share this reading. */
  const readAll = async (agents: readonly string[]): Promise<LiveReading> => {
    try {
      // May be behind: a claim is decided by its condition, not by what was read.
      const { items, isWhole } = await reads(agents.map(liveKey));
      const view = new Map<string, Live>();
      for (const [index, agent] of agents.entries()) {
        const item = items[index];
        if (item !== undefined) view.set(agent, liveFromItem(item));
      }
      return { kind: 'found', view, ...(isWhole ? {} : { partialBecause: 'the table left some agents over' }) };
    } catch (error) {
      return { kind: 'unavailable', cause: causeOf(error) };
    }
  };

  /** Requests that come while the same agents are being read share that reading, where one process has several. */
  const underWay = new Map<string, Promise<LiveReading>>();

  return {
    read: (agents) => {
      const key = agents.join();
      const running = underWay.get(key) ?? readAll(agents).finally(() => underWay.delete(key));
      underWay.set(key, running);
      return running;
    },
    learned: recent.learned,
    claim: async (claim, signal): Promise<ClaimResult> => {
      const { agent, atMs } = claim;
      const learn = (live: Live | undefined) => afterClaim(live, claim);
      // Before it is known: two requests of one process do not try the same agent.
      recent.remember(agent, { atMs, learn, triedFor: claim.lease?.callSid });
      const update = new UpdateCommand({
        TableName: name,
        ...claimUpdate(claim),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const send = () => within(signal, client.send(update, { abortSignal: signal }));
      try {
        await send().catch(async (error) => {
          if (!isInvalid(error)) throw error;
          await mend(table, agent, signal);
          return send();
        });
        recent.remember(agent, { atMs, learn });
        return { kind: 'claimed' };
      } catch (error) {
        const failure = conditionFailure(error);
        if (failure === undefined) return { kind: 'unknown', cause: causeOf(error) };
        // Not every DynamoDB gives back what stood against a condition: dynalite does not.
        const item = failure.item ?? (await readOne(table, agent, signal).catch(() => undefined));
        const winner = item === undefined ? undefined : liveFromItem(item);
        recent.remember(agent, { atMs: winner?.lastOfferedMs ?? atMs, learn: (live) => winner ?? live });
        return { kind: 'taken', live: winner };
      }
    },
    change: async (agent, decide, signal, seen) => {
      recent.forget(agent);
      try {
        let base = seen?.version === undefined ? undefined : seen;
        for (let tries = 0; tries < mostTries; tries += 1) {
          const asRead = base ?? (await readOne(table, agent, signal)) ?? {};
          // What of an item cannot be used is gone once it is replaced.
          const effect = decide(base ?? liveFromItem(asRead));
          if (effect.kind !== 'changed') return effect;
          if (await isReplaced(table, agent, effect.live, asRead, signal)) return effect;
          base = undefined;
        }
        log({ level: 'error', message: 'an agent changed too often to be told of a ring', agent });
      } catch (error) {
        log({ level: 'warn', message: 'what became of a ring is not remembered', agent, cause: causeOf(error) });
      }
      return { kind: 'unavailable' };
    },
  };
};

/** Somebody wrote by hand what a claim counts on, as a text, say. */
const mend = async (table: Table, agent: string, signal: AbortSignal): Promise<void> => {
  const item = (await readOne(table, agent, signal)) ?? {};
  // Somebody may have been faster.
  if (!isSound(item)) await isReplaced(table, agent, liveFromItem(item), item, signal);
};

/** False when somebody else has written him since. */
const isReplaced = async (
  { client, name }: Table,
  agent: string,
  live: Live,
  asRead: AsRead,
  signal: AbortSignal,
): Promise<boolean> => {
  const put = new PutCommand({ TableName: name, ...replacement(agent, live, asRead) });
  try {
    await within(signal, client.send(put, { abortSignal: signal }));
    return true;
  } catch (error) {
    if (conditionFailure(error) === undefined) throw error;
    return false;
  }
};

const readOne = async ({ client, name }: Table, agent: string, signal: AbortSignal): Promise<Item | undefined> => {
  const get = new GetCommand({ TableName: name, Key: liveKey(agent), ConsistentRead: true });
  return (await within(signal, client.send(get, { abortSignal: signal }))).Item;
};
