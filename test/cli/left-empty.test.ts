/** Pools that a command leaves without anybody: pauses, overrides and edits by hand count, whichever command it is. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../bin/table/open.ts';
import type { Item } from '../../functions/adapters/item.ts';
import { aServiceOfPools } from '../support/pools.ts';

const nobodyOf = (pool: string) =>
  `warning: nobody of pool ${pool} is left who is on duty: its callers go to its overflow, or get nobody\n`;

const aService = async () => {
  const service = await aServiceOfPools();
  const table = openTable({ endpoint: service.endpoint, name: 'dial-whom' });
  const { dialWhom } = service;
  return {
    ...service,
    put: (Item: Item) => table.client.send(new PutCommand({ TableName: table.name, Item })),
    override: (agent: string, pool: string, ...more: readonly string[]) =>
      dialWhom('override', 'add', agent, '--pool', pool, '--until', '2h', ...more),
  };
};

describe('agent pause', () => {
  it('warns when the others of a pool were sent home', async () => {
    const { dialWhom, override } = await aService();
    await override('bharat', 'sales', '--out');
    expect(await dialWhom('agent', 'pause', 'asha')).toMatchObject({ code: 0, err: nobodyOf('sales') });
  });

  it('does not warn when somebody was brought in', async () => {
    const { dialWhom, override } = await aService();
    await override('asha', 'desk');
    expect(await dialWhom('agent', 'pause', 'esha')).toMatchObject({ code: 0, err: '' });
  });

  it('of somebody who was on duty nowhere leaves no pool empty that was so before', async () => {
    const { dialWhom, override } = await aService();
    await override('asha', 'sales', '--out');
    expect(await override('bharat', 'sales', '--out')).toMatchObject({ code: 0, err: nobodyOf('sales') });
    expect(await dialWhom('agent', 'pause', 'asha')).toMatchObject({ code: 0, err: '' });
  });

  it('knows an agent who was added by hand, and the pool that has nobody but him', async () => {
    const { dialWhom, put } = await aService();
    await put({ pk: 'AGENT#hand', sk: 'META', name: 'Hand Added', numbers: ['+919000000077'] });
    await put({ pk: 'POOL#sales', sk: 'MEMBER#hand', agent: 'hand' });
    for (const name of ['asha', 'bharat']) await dialWhom('agent', 'pause', name);
    expect(await dialWhom('agent', 'pause', 'hand')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^hand is paused until he is resumed: /),
      err: nobodyOf('sales'),
    });
    expect((await dialWhom('agent', 'list', 'hand')).out).toMatch(/\nhand +paused .*\n.* paused by \S+\n$/);
    expect((await dialWhom('agent', 'resume', 'hand')).out).toBe('hand is offered again\n');
  });
});

describe('a quick change', () => {
  it('warns when all who are left in a pool are paused', async () => {
    const { dialWhom, override } = await aService();
    await dialWhom('agent', 'pause', 'bharat');
    expect(await override('asha', 'sales', '--out')).toMatchObject({ code: 0, err: nobodyOf('sales') });
    await dialWhom('override', 'remove', 'asha', '--pool', 'sales');
    expect(await dialWhom('pool', 'remove', 'sales', 'asha')).toMatchObject({ code: 0, err: nobodyOf('sales') });
  });

  it('does not warn when whoever goes was paused, and so was everybody', async () => {
    const { dialWhom, override } = await aService();
    for (const name of ['asha', 'bharat']) await dialWhom('agent', 'pause', name);
    expect(await override('asha', 'sales', '--out')).toMatchObject({ code: 0, err: '' });
    expect(await override('bharat', 'sales', '--out')).toMatchObject({ code: 0, err: '' });
  });
});
