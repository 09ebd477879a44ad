/** What each kind of request consumes, through the real handlers: the figures that the bill and the simulation are made of. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { bytes, units } from '../../bin/bench/scale/parameters.ts';
import type { Units } from '../../bin/bench/scale/shapes.ts';
import type { Pool } from '../../functions/domain/pool.ts';
import { national } from '../support/builders.ts';
import { aBusyDesk, agentsThere, callSid } from '../support/busy-desk.ts';
import { type Counted, indexed } from '../support/units.ts';

type Kind = keyof typeof units;
const counted: Partial<Record<Kind, Counted>> = {};
const sizes: Partial<Record<keyof typeof bytes, number>> = {};

/** As the parameters say it, at a desk of five. */
const expected = (kind: Kind): Counted => {
  const { reads, readsAnAgent = 0, writes, indexWrites }: Units = units[kind];
  const view = readsAnAgent * agentsThere;
  return { reads: view === 0 ? reads : { ...reads, AGENT: (reads.AGENT ?? 0) + view }, writes, indexWrites };
};

const c1 = callSid('c1');

it('of a call, its events, and what runs by itself is what the parameters say', async () => {
  const desk = await aBusyDesk();
  const { ask, rings, answers, isFree, wait } = desk;
  const count = async (kind: Kind, what: () => Promise<unknown>) => {
    counted[kind] = await desk.counting(what);
  };
  // Nothing is read for it but what it needs itself.
  await ask(callSid('fresh'));
  await desk.directory();

  let head = '';
  await count('a call comes in', async () => {
    head = await ask(c1);
  });
  sizes.primaryLine = desk.lineBytes();
  await count('a repeat', () => ask(c1));
  wait(1);
  await count('event: rings', () => rings(c1, head));
  sizes.eventsLine = desk.lineBytes();
  wait(20);
  await isFree(c1, head, 'no-answer');
  const report = { DialWhomNumber: national(head), DialCallStatus: 'no-answer' };
  await count('the next attempt', async () => {
    head = await ask(c1, report);
  });
  wait(3);
  await count('event: answers', () => answers(c1, head));
  wait(120);
  await desk.directory();
  await count('event: is free', () => isFree(c1, head, 'completed'));
  const over = { CallSid: c1, CallType: 'completed', DialCallStatus: 'completed', DialWhomNumber: national(head) };
  await count('event: passthru', () => desk.tell('passthru', over));
  await count('event: status', () => desk.post({ CallSid: c1, Status: 'completed', From: '09900112233' }));

  const { Items = [] } = await desk.table.client.send(
    new QueryCommand({
      TableName: desk.table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `CALL#${c1}` },
    }),
  );
  sizes.callInTable = Items.reduce((sum, item) => sum + JSON.stringify(item).length, 0);
  sizes.callInIndex = Items.reduce((sum, item) => sum + (indexed(item)?.length ?? 0), 0);

  wait(61);
  await count('the directory is looked at', () => desk.directory());
  const withConfig = await desk.counting(() => ask('canary-ap-south-1-1'));
  await count('a canary', () => ask('canary-ap-south-1-2'));
  counted['an applet is refreshed'] = difference(withConfig, counted['a canary']);
  await desk.publish();
  await count('a snapshot is published', () => desk.publish());

  // A report of which no event told before.
  const c2 = callSid('c2');
  head = await ask(c2);
  wait(20);
  await count('the next attempt, untold', () => ask(c2, { ...report, DialWhomNumber: national(head) }));
  desk.losesHunts();
  await count('the hunt cannot be read', () => ask(callSid('c3')));
}, 60_000);

it.each<readonly [Kind, Partial<Pool>]>([
  ['the same, leases off', { leases: 'off' }],
  ['the same, sticky', { sticky: { withinHours: 24, maxOffersPerHour: 12 } }],
])(
  'of %s as well',
  async (kind, pool) => {
    const desk = await aBusyDesk(pool);
    await desk.ask(callSid('fresh'));
    counted[kind] = await desk.counting(() => desk.ask(c1));
  },
  60_000,
);

it('is counted for every kind', () => {
  console.log('units:', JSON.stringify(counted));
  expect(counted).toEqual(Object.fromEntries((Object.keys(units) as Kind[]).map((kind) => [kind, expected(kind)])));
});

it('of lines and calls the sizes are what the parameters say, within a tenth', () => {
  console.log('bytes:', JSON.stringify(sizes));
  const apart = Object.entries(sizes).filter(
    ([name, size]) => Math.abs(size / bytes[name as keyof typeof bytes] - 1) > 0.1,
  );
  expect(apart).toEqual([]);
});

const difference = (one: Counted, other: Counted | undefined): Counted => ({
  ...one,
  reads: Object.fromEntries(
    Object.entries(one.reads)
      .map(([name, value]) => [name, value - (other?.reads[name as keyof Counted['reads']] ?? 0)] as const)
      .filter(([, value]) => value !== 0),
  ),
  writes: {},
});
