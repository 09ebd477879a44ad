/** Calls with the provider's events, on a clock of their own: handlers and DynamoDB are real, only time is not. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call, ConversationEvent, SentEvent } from '../../bin/emulator/call.ts';
import { holdConversation } from '../../bin/emulator/conversation.ts';
import type { FaultRates } from '../../bin/emulator/event-faults.ts';
import { createEventSender } from '../../bin/emulator/event-sender.ts';
import { e164 } from '../../bin/emulator/phone-number.ts';
import type { PhoneOutcome } from '../../bin/emulator/phones.ts';
import { createCallLog } from '../../functions/adapters/call-log.ts';
import { openCallState } from '../../functions/adapters/call-state.ts';
import { availabilityOf, leasesAt, rulesFor } from '../../functions/domain/availability.ts';
import { agentOf, type Config } from '../../functions/domain/config.ts';
import { unitHash } from '../../functions/domain/hash.ts';
import { type Live, nothingKnown } from '../../functions/domain/live.ts';
import type { CallLog } from '../../functions/domain/ports.ts';
import type { Log } from '../../functions/domain/signals.ts';
import { createHandler as createEvents } from '../../functions/events/handler.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import type { Stores } from '../../functions/primary/stores.ts';
import { systemClock } from '../../functions/runtime/clock.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';
import { aRecord, invoke } from '../support/invoke.ts';
import { memoryHunts } from '../support/memory-hunts.ts';
import { memoryCallers, memoryLives } from '../support/memory-lives.ts';
import { runs } from '../support/runs.ts';
import { createSimulation } from '../support/simulation.ts';
import { configsOf, eventStoresOf, memoryCalls } from '../support/stores.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
});
afterAll(() => table.stop());

const startMs = Date.parse('2026-11-25T10:00:00+05:30');

type Kept = Pick<Stores, 'hunts' | 'lives' | 'callers'> & { readonly calls: CallLog };

const inMemory = (): Kept => {
  const hunts = memoryHunts();
  return { hunts, lives: memoryLives(), callers: memoryCallers(), calls: memoryCalls(hunts) };
};

const inDynamo = (log: Log): Kept => ({
  ...openCallState(table, log, systemClock),
  calls: createCallLog(table, log),
});

/** Primary and events, on stores of their own, and what the calls of a test do to its agents. */
const aDesk = (config: Config, keep: (log: Log) => Kept = inDynamo) => {
  const simulation = createSimulation({ startMs });
  const record = aRecord();
  const { calls, ...kept } = keep(record.log);
  const stores = { configs: configsOf(config), clock: simulation.now, ...kept };
  const handlers: Record<string, unknown> = {
    primary: createPrimary({ stores, keys: { kind: 'open' }, ...record }),
    events: createEvents({ stores: eventStoresOf(config, stores, calls), keys: { kind: 'open' }, ...record }),
  };
  const fetch = simulation.track(async (address) => {
    const url = new URL(address);
    const [, name = '', applet = null] = url.pathname.split('/');
    const response = await invoke(handlers[name], { name, applet, query: Object.fromEntries(url.searchParams) });
    return { status: response.statusCode, text: async () => response.body };
  });
  const { now, sleep } = simulation;
  const hold = async (call: Call, rates: FaultRates, onEvent?: (event: ConversationEvent) => void) => {
    const deps = { fetch, now, sleep, onEvent };
    const events = createEventSender(call, { url: 'http://test/events', rates }, deps);
    const result = await holdConversation(call, { ...deps, events });
    return { result, sent: await events.settled() };
  };
  const livesAt = async (agents: readonly string[]): Promise<ReadonlyMap<string, Live>> => {
    const reading = await stores.lives.read(agents);
    if (reading.kind !== 'found') throw new Error(reading.cause);
    return reading.view;
  };
  return { ...record, ...simulation, hold, livesAt };
};

const aCall = (callSid: string, phones: (number: string) => PhoneOutcome, more: Partial<Call> = {}): Call => ({
  callSid,
  applet: 'main',
  primary: 'http://test/primary/main',
  from: `0990${callSid.replace(/\D/g, '').padStart(7, '0')}`,
  to: '08040001000',
  phones,
  ringSeconds: 20,
  talkSeconds: 120,
  ...more,
});

describe('two calls that overlap, on a pool of two', () => {
  it('never ring the agent who is talking; free and rested he is offered again', async () => {
    const agents = {
      asha: { name: 'Asha', numbers: [numberOf(701)] },
      bharat: { name: 'Bharat', numbers: [numberOf(702)] },
    };
    const pools = { sales: aPool(['asha', 'bharat']), support: aPool([]) };
    const config = aConfig({ agents, pools });
    const { run, sleep, now, hold } = aDesk(config);
    const told: string[] = [];
    const clock = () => new Date(now() + 5.5 * 3600_000).toISOString().slice(11, 19);
    const dialled: Record<string, string[]> = {};
    const play = (callSid: string, seconds: number, phone: PhoneOutcome) => async () => {
      await sleep(seconds * 1000);
      await hold(
        aCall(callSid, () => phone),
        {},
        (event) => {
          const of = (number: string) => agentOf(e164(number), config) ?? number;
          if (event.kind === 'asked')
            told.push(`${clock()} ${callSid} may ring ${event.asked.body.split(',').map(of).join(', ') || 'nobody'}`);
          if (event.kind === 'dialling') dialled[callSid] = [...(dialled[callSid] ?? []), of(event.number)];
          if (event.kind === 'attempted')
            told.push(`${clock()} ${callSid} ${of(event.report.number)} ${event.report.outcome}`);
        },
      );
    };
    // c1 talks from 10:00:20 to 10:02:20, and asha rests until 10:02:30.
    await run([
      play('c1', 0, 'completed'),
      play('c2', 60, 'no-answer'),
      play('c3', 125, 'no-answer'),
      play('c4', 151, 'completed'),
    ]);
    console.log(told.join('\n'));
    expect(dialled).toEqual({ c1: ['asha'], c2: ['bharat'], c3: ['bharat'], c4: ['asha'] });
  });
});

describe('a thousand calls, with a tenth of the events lost, doubled and late', () => {
  const people = Array.from({ length: 60 }, (_, index) => `agent-${index}`);
  const agents = Object.fromEntries(
    // Every other one has two numbers.
    people.map((id, index) => [
      id,
      { name: id, numbers: index % 2 === 0 ? [numberOf(index + 1)] : [numberOf(index + 1), numberOf(index + 501)] },
    ]),
  );
  const config = aConfig({
    agents,
    pools: { sales: aPool(people, { strategy: 'least-recently-offered' }), support: aPool([]) },
  });

  const phones =
    (callSid: string) =>
    (number: string): PhoneOutcome => {
      const chance = unitHash(callSid, number);
      if (chance < 0.6) return 'completed';
      if (chance < 0.85) return 'no-answer';
      return chance < 0.95 ? 'busy' : 'failed';
    };
  type Rung = { readonly callSid: string; readonly number: string };
  const ownerOf = (number: string) => agentOf(e164(number), config) ?? '';

  it.each<readonly [string, (log: Log) => Kept]>([
    ['in memory', inMemory],
    // A minute, where the long forms are asked for.
    ...(runs(1) > 1 ? ([['in DynamoDB', inDynamo]] as const) : []),
  ])(
    'ring nobody twice at once of whom any event told, and leave every agent available: %s',
    { timeout: 120_000 },
    async (_name, keep) => {
      const { run, sleep, now, hold, livesAt, counted } = aDesk(config, keep);
      const busy = new Map<string, Rung>();
      const rungTwice: Rung[] = [];
      const told = new Map<string, readonly SentEvent[]>();
      const exits: Record<string, number> = {};
      const watch = (callSid: string) => (event: ConversationEvent) => {
        if (event.kind === 'dialling') {
          const agent = ownerOf(event.number);
          const first = busy.get(agent);
          if (first !== undefined) rungTwice.push(first);
          busy.set(agent, { callSid, number: event.number });
        }
        const over = event.kind === 'attempted' ? ownerOf(event.report.number) : undefined;
        if (over !== undefined && busy.get(over)?.callSid === callSid) busy.delete(over);
      };
      const play = (index: number) => async () => {
        const callSid = `load-${index}`;
        await sleep(Math.floor(unitHash(callSid, 'start') * 3600) * 1000);
        const hangupAfter = unitHash(callSid, 'hangup') < 0.1 ? 1 : undefined;
        const rates = { lost: 0.1, doubled: 0.1, late: 0.1 };
        const { result, sent } = await hold(aCall(callSid, phones(callSid), { hangupAfter }), rates, watch(callSid));
        told.set(callSid, sent);
        exits[result.exit] = (exits[result.exit] ?? 0) + 1;
      };
      await run(Array.from({ length: 1000 }, (_, index) => play(index)));

      const view = await livesAt(people);
      const { maxTalkMs, wrapUpMs } = rulesFor('agent-0', config);
      const heldAt = (atMs: number): Rung[] =>
        people.flatMap((agent) => leasesAt(view.get(agent) ?? nothingKnown, atMs).map(([, lease]) => lease));
      const [atEnd, afterLongest] = [heldAt(now() + wrapUpMs), heldAt(now() + maxTalkMs + wrapUpMs)];
      const isTold = ({ callSid, number: rung }: Rung, ...types: SentEvent['type'][]) =>
        told.get(callSid)?.some(({ type, number }) => types.includes(type) && (type === 'passthru' || number === rung));
      const count = (metric: string) => counted.filter((one) => one === metric).length;
      console.log(
        `1,000 calls in an hour, 60 agents: ${JSON.stringify(exits)}; events used ${count('EventUsed')}, stale ${count('EventStale')}; ` +
          `agents rung by two calls at once ${rungTwice.length}, all of them with both the Dial and the Answered lost; ` +
          `still held when all is over ${atEnd.length}, all of them with both the Terminal and the Passthru lost; after the longest lease ${afterLongest.length}`,
      );
      expect(rungTwice.filter((one) => isTold(one, 'Dial', 'Answered'))).toEqual([]);
      expect(atEnd.filter((one) => isTold(one, 'Terminal', 'passthru'))).toEqual([]);
      expect(afterLongest).toEqual([]);
      const standing = (agent: string) =>
        availabilityOf(view.get(agent), { callSid: '-' }, rulesFor(agent, config), now() + maxTalkMs + wrapUpMs);
      expect(
        people.filter((agent) => standing(agent) !== 'free'),
        'and nobody is paused',
      ).toEqual([]);
      expect(count('EventLost')).toBe(0);
    },
  );
});

describe('events that are all lost', () => {
  it('leave a pool that has recovered by itself when the longest lease is over, and no agent with two numbers was rung twice', async () => {
    const agents = { dora: { name: 'Dora', numbers: [numberOf(801), numberOf(802)] } };
    const config = aConfig({ agents, pools: { sales: aPool(['dora']), support: aPool([]) } });
    const { run, sleep, hold } = aDesk(config);
    const exits: string[] = [];
    const play = (callSid: string, seconds: number) => async () => {
      await sleep(seconds * 1000);
      const { result } = await hold(
        aCall(callSid, () => 'completed', { talkSeconds: 10 }),
        { lost: 1 },
      );
      exits.push(`${callSid} ${result.exit}`);
    };
    await run([play('d1', 0), play('d2', 5), play('d3', 40)]);
    expect(exits).toEqual(['d2 did-not-dial', 'd1 conversation-ended', 'd3 conversation-ended']);
  });
});
