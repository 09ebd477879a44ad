/** What the fault proxy takes our own requests for: a fault that met others than it was meant for would prove nothing. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { openSnapshotObject } from '../../bin/local/snapshot-object.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { connect, localConnection, type Table } from '../../functions/adapters/dynamo.ts';
import { createHuntStore } from '../../functions/adapters/hunt-store.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import { decide } from '../../functions/domain/cursor.ts';
import { nothingKnown } from '../../functions/domain/live.ts';
import { aCall, aConfig, anId, someInputs } from '../support/builders.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { aRecord } from '../support/invoke.ts';
import { type RequestName, requestNames } from '../support/request-name.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
let proxy: FaultProxy;
beforeAll(async () => {
  table = await aTable();
  await applyConfig(table, aConfig(), { by: 'somebody', at: '2026-11-21T06:00:00Z' });
  proxy = await startFaultProxy(table.endpoint);
});
afterAll(async () => {
  await proxy.stop();
  await table.stop();
});

const signal = new AbortController().signal;
const bucket = () => openSnapshotObject(proxy.endpoint);
const lives = (through: Table) => createLiveStore(through, aRecord().log);

const decision = decide(aCall(), anId(), undefined, someInputs());
if (decision.kind !== 'answer' || decision.head?.kind !== 'claim') throw new Error('a first request holds somebody');
const { write, head } = decision;
/** Unseen: he is read first. */
const changing = (through: Table) =>
  lives(through).change('a1', () => ({ kind: 'changed', live: nothingKnown }), signal);

it.each<readonly [string, readonly RequestName[], (through: Table) => Promise<unknown>]>([
  [
    'the configuration of an applet',
    ['config read'],
    (through) => createConfigReader(through)('main', undefined, signal),
  ],
  ['the last visit of a call', ['state read'], (through) => createHuntStore(through).latest(anId(), signal)],
  ['what is known of agents', ['view'], (through) => lives(through).read(['a1', 'a2'])],
  [
    'writing an attempt, and reading what stood against it',
    ['cursor write', 'state read'],
    (through) => createHuntStore(through).commit(anId('b1'), write, signal),
  ],
  ['claiming somebody', ['claim'], (through) => lives(through).claim(head.claim, signal)],
  ['telling what became of a ring', ['view', 'claim'], changing],
  ['reading the snapshot', ['snapshot read'], () => bucket().read(signal)],
])('%s is taken for nothing but %s', async (_what, expected, act) => {
  const met: RequestName[] = [];
  for (const name of requestNames) {
    const before = proxy.met();
    proxy.fail({ delayMs: 0 }, name);
    await act({ client: connect(localConnection(proxy.endpoint)), name: table.name });
    if (proxy.met() > before) met.push(name);
  }
  proxy.heal();
  expect(met.sort()).toEqual([...expected].sort());
});
