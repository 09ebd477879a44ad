import { expect, it, onTestFinished } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { prepare } from '../../bin/change/prepare.ts';
import { aConfig, aPool } from '../support/builders.ts';
import { aTable } from '../support/tables.ts';

it('a plan is the same one in whatever order DynamoDB gives back what was asked for together', async () => {
  const table = await aTable();
  onTestFinished(() => table.stop());
  await applyConfig(table, aConfig(), { by: 'test', at: '2026-11-21T06:00:00Z' });
  let isReversed = false;
  let reordered = 0;
  table.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        const { Responses = {} } = answer.output as { Responses?: Record<string, unknown[]> };
        if (commandName !== 'BatchGetItemCommand') return answer;
        for (const items of Object.values(Responses)) {
          const inOrder = items.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
          items.splice(0, items.length, ...(isReversed ? inOrder.toReversed() : inOrder));
          reordered += items.length;
        }
        return answer;
      },
    { step: 'initialize' },
  );
  const agents = Object.fromEntries(Object.entries(aConfig().agents).filter(([id]) => id === 'a1' || id === 'a4'));
  const fewer = aConfig({ agents, pools: { sales: aPool(['a1']), support: aPool(['a4']) } });
  const plan = () => prepare(table, fewer, Date.parse('2026-11-21T07:00:00Z'));
  const { id, changes } = await plan();
  isReversed = true;
  expect(await plan()).toMatchObject({ id, changes });
  expect(reordered).toBeGreaterThan(2);
  expect(changes.remove.length).toBeGreaterThan(2);
});
