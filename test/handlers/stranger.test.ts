import { expect, it } from 'vitest';
import { createHandler } from '../../functions/primary/handler.ts';
import { aRecord, invoke } from '../support/invoke.ts';
import { memoryHunts } from '../support/memory-hunts.ts';
import { someStores } from '../support/stores.ts';

it.each([
  ['longer than a name', 'a'.repeat(1_100)],
  ['no name', 'no such applet'],
])('an applet that is %s is unknown before the table is asked for its calls', async (_what, applet) => {
  const asked: string[] = [];
  const hunts = memoryHunts();
  const listening: typeof hunts = {
    ...hunts,
    latest: (id, signal) => {
      asked.push(id.applet);
      return hunts.latest(id, signal);
    },
  };
  const handler = createHandler({ stores: someStores({ hunts: listening }), keys: { kind: 'open' }, ...aRecord() });
  const { statusCode } = await invoke(handler, { applet, query: { CallSid: 'c1' } });
  expect([statusCode, asked]).toEqual([404, []]);
  await invoke(handler, { query: { CallSid: 'c1' } });
  expect(asked).toEqual(['main']);
});
