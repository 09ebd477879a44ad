/** What a live store on a table promises of whatever somebody wrote for a pause with another tool, at whatever moment. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import type { Live } from '../../functions/domain/live.ts';

const atMs = Date.parse('2026-11-21T06:00:00Z');
const signal = () => AbortSignal.timeout(10_000);
const miss = (live: Live) => ({ kind: 'changed' as const, live: { ...live, misses: (live.misses ?? 0) + 1 } });

const byRavi = { atMs, by: 'ravi' };
const byHand = { atMs: 0, by: 'hand' };

/** `edited` is the table that `open` leads to, as whoever writes to it with another tool has it. */
export const handPausesContract = (open: () => Table, edited: () => Table): void => {
  let agents = 0;
  const anItem = async (fields: Readonly<Record<string, unknown>>) => {
    agents += 1;
    const agent = `by-hand-${agents}`;
    const put = async (written: Readonly<Record<string, unknown>>) => {
      const { client, name } = edited();
      await client.send(new PutCommand({ TableName: name, Item: { pk: `AGENT#${agent}`, sk: 'LIVE', ...written } }));
    };
    await put(fields);
    const liveOf = async () => {
      const read = await createLiveStore(open(), () => {}).read([agent]);
      return read.kind === 'found' ? read.view.get(agent) : undefined;
    };
    return { agent, put, liveOf };
  };

  /** The table, with what happens once somebody has read of it and before he hears what he has read. */
  const editedOnceRead = (edit: () => Promise<void>): Table => {
    const { client, name } = open();
    let pending: typeof edit | undefined = edit;
    const send = async (...asked: Parameters<Table['client']['send']>) => {
      const answer = await client.send(...asked);
      const once = pending;
      pending = undefined;
      await once?.();
      return answer;
    };
    return { name, client: { send } as unknown as Table['client'] };
  };

  it.each<readonly [unknown, unknown, Live['paused']]>([
    [undefined, true, byHand],
    [false, true, byHand],
    [null, true, byHand],
    [false, byRavi, byRavi],
    [true, { ...byRavi, untilMs: atMs }, { ...byRavi, untilMs: atMs }],
    [true, false, undefined],
    [true, null, undefined],
    [true, undefined, undefined],
    ['lunch', false, undefined],
    [1, 0, byHand],
    [byRavi, false, undefined],
    [byRavi, null, undefined],
    [byRavi, undefined, undefined],
    [[], false, undefined],
    [{ untilMs: 'tomorrow' }, false, undefined],
    [{ untilMs: {} }, false, undefined],
    [{ untilMs: {} }, { untilMs: atMs }, { ...byHand, untilMs: atMs }],
  ])(
    'undoes nothing that somebody writes meanwhile: %j was read for a pause, and made %j',
    async (before, after, paused) => {
      const { agent, put, liveOf } = await anItem({ version: 3, paused: before });
      const table = editedOnceRead(() => put({ version: 3, paused: after }));
      expect(await createLiveStore(table, () => {}).change(agent, miss, signal())).toMatchObject({ kind: 'changed' });
      expect(await liveOf()).toMatchObject({ misses: 1, version: 4 });
      expect((await liveOf())?.paused).toEqual(paused);
    },
  );

  it.each<Readonly<Record<string, unknown>>>([
    { paused: false },
    { paused: null },
    { paused: true },
    { paused: 'lunch' },
    { paused: 5 },
    { paused: [] },
    { paused: { untilMs: null } },
    { paused: { untilMs: 'tomorrow' } },
    { paused: { untilMs: {} } },
    { paused: { untilMs: [1] } },
    { version: '7' },
    { version: null },
    { version: {} },
    { version: [1] },
    { version: { at: 1 }, paused: { untilMs: {} } },
  ])('changes somebody once for each of many at the same time where somebody wrote %j', async (fields) => {
    const { agent, liveOf } = await anItem(fields);
    const results = await Promise.all(
      Array.from({ length: 3 }, () => createLiveStore(open(), () => {}).change(agent, miss, signal())),
    );
    expect(results).toMatchObject([{ kind: 'changed' }, { kind: 'changed' }, { kind: 'changed' }]);
    expect(await liveOf()).toMatchObject({ misses: 3 });
  });
};
