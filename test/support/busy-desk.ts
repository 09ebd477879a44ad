/** The real handlers on a real DynamoDB interface, at a desk that has been called for an hour. Time is the test's. */
import type { BatchGetCommandInput } from '@aws-sdk/lib-dynamodb';
import { onTestFinished } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { openSnapshotObject, startSnapshotObject } from '../../bin/local/snapshot-object.ts';
import { openTable } from '../../bin/table/open.ts';
import { createCallLog } from '../../functions/adapters/call-log.ts';
import { openCallState } from '../../functions/adapters/call-state.ts';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { createDirectory } from '../../functions/adapters/directory.ts';
import { createMarkStore } from '../../functions/adapters/mark-store.ts';
import { createWholeConfig } from '../../functions/adapters/whole-config.ts';
import type { Pool } from '../../functions/domain/pool.ts';
import { createHandler as createEvents } from '../../functions/events/handler.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import { createHandler as createPublisher } from '../../functions/publisher/handler.ts';
import { createLog } from '../../functions/runtime/log.ts';
import { aConfig, aPool, national, numberOf } from './builders.ts';
import { invoke, type Query } from './invoke.ts';
import { scheduled } from './publishing.ts';
import { aTable } from './tables.ts';
import { type Counted, unitsOf } from './units.ts';

const open = { kind: 'open' } as const;
const agents = ['asha', 'bharat', 'chitra', 'deepak', 'esha'];
export const agentsThere = agents.length;
const caller = { CallFrom: '09900112233', CallTo: '08040001000', Direction: 'incoming' };

export const aBusyDesk = async (pool: Partial<Pool> = {}) => {
  const [table, object] = await Promise.all([aTable(), startSnapshotObject()]);
  onTestFinished(async () => {
    await Promise.all([table.stop(), object.stop()]);
  });
  const config = aConfig({
    agents: Object.fromEntries(agents.map((id, index) => [id, { name: id, numbers: [numberOf(index + 1)] }])),
    pools: { sales: aPool(agents, { strategy: 'least-recently-offered', ...pool }) },
    applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'sales' }] } },
  });
  let nowMs = Date.parse('2026-11-25T06:00:00Z');
  const clock = () => nowMs;
  await applyConfig(table, config, { by: 'test', at: new Date(nowMs).toISOString() });

  const own = openTable({ name: table.name, endpoint: table.endpoint });
  let line = '';
  const log = createLog('prod', clock, (written) => {
    line = written;
  });
  const { hunts, lives, callers } = openCallState(own, log, clock);
  const configs = cacheConfigs(createConfigReader(own), { clock, log });
  const primary = createPrimary({ stores: { configs, hunts, lives, callers, clock }, keys: open, log });
  const directory = createDirectory(own, log, clock);
  const calls = createCallLog(own, log);
  const events = createEvents({ stores: { directory, lives, callers, calls, clock }, keys: open, log });
  const snapshots = openSnapshotObject(object.endpoint);
  const whole = createWholeConfig(own, clock);
  const publish = createPublisher({ whole, marks: createMarkStore(own), snapshots, clock, log });

  const ask = async (CallSid: string, query: Query = {}): Promise<string> => {
    const { body } = await invoke(primary, { query: { CallSid, ...caller, ...query } });
    return body.split(',')[0] ?? '';
  };
  const tell = (applet: string, query: Readonly<Record<string, string>>) =>
    invoke(events, { name: 'events', applet, query: { ...caller, ...query } });
  const post = (body: Readonly<Record<string, string>>) =>
    invoke(events, {
      name: 'events',
      applet: 'status',
      method: 'POST',
      body: new URLSearchParams(body).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const desk = {
    table,
    ask,
    tell,
    post,
    publish: () => publish(scheduled),
    directory: () => directory.config(AbortSignal.timeout(5_000)),
    rings: (CallSid: string, head: string) =>
      tell('agent', { CallSid, DialWhomNumber: national(head), EventType: 'Ringing', Status: 'busy' }),
    answers: (CallSid: string, head: string) =>
      tell('agent', { CallSid, DialWhomNumber: national(head), EventType: 'Answered', Status: 'busy' }),
    isFree: (CallSid: string, head: string, DialCallStatus: string) =>
      tell('agent', { CallSid, DialWhomNumber: national(head), EventType: 'Terminal', Status: 'free', DialCallStatus }),
    wait: (seconds: number) => {
      nowMs += seconds * 1000;
    },
    counting: (what: () => Promise<unknown>): Promise<Counted> => unitsOf(own, table, what),
    /** Of the last request. */
    lineBytes: () => Buffer.byteLength(line),
    /** The hunts of a call cannot be read any more: a batch leaves them over, a query fails. */
    losesHunts: () => {
      own.client.middlewareStack.add(
        (next) => async (args) => {
          if ('KeyConditionExpression' in args.input) throw new Error('no hunts');
          const { RequestItems } = args.input as BatchGetCommandInput;
          const keys = RequestItems?.[own.name]?.Keys ?? [];
          const hunts = keys.filter(({ pk }) => String(pk).startsWith('CALL#'));
          if (hunts.length === 0) return next(args);
          const others = keys.filter((key) => !hunts.includes(key));
          const left = { UnprocessedKeys: { [own.name]: { Keys: hunts } } };
          if (others.length === 0) return { response: {}, output: { ...left, $metadata: {} } };
          const input = { ...args.input, RequestItems: { [own.name]: { Keys: others } } };
          const result = await next({ ...args, input });
          return { ...result, output: { ...result.output, ...left } };
        },
        { step: 'initialize', name: 'losesHunts', priority: 'high' },
      );
    },
  };

  for (let call = 0; call < 12 * agents.length; call += 1) {
    const CallSid = callSid(`hour ${call}`);
    const head = await ask(CallSid);
    desk.wait(5);
    await desk.answers(CallSid, head);
    desk.wait(50);
    await desk.isFree(CallSid, head, 'completed');
    desk.wait(5);
  }
  return desk;
};

/** As long as Exotel's. */
export const callSid = (name: string): string => Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32);
