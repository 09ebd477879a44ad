/** Nothing but the table keeps two calls from ringing one agent. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { dump } from 'js-yaml';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTable } from '../../bin/table/open.ts';
import { localTableName } from '../../bin/table/target.ts';
import { liveFromItem, liveKey } from '../../functions/adapters/live-item.ts';
import { budget } from '../../functions/domain/budget.ts';
import { numberOf } from '../support/builders.ts';
import { aFolder, run, serve } from '../support/cli.ts';
import { aDatabase } from '../support/tables.ts';

const count = 100;
const agents = Array.from({ length: count }, (_, index) => `agent-${index + 1}`);

/** The default, one in which all calls of a moment want the same agent, and one that does not look at who was offered. */
const strategies = ['least-recently-offered', 'round-robin', 'linear'];

/** A pool of a hundred agents for each strategy, and an applet for each pool. */
const aPoolsFile = (): string => {
  const file = join(aFolder(), 'pools.yaml');
  const everybody = Object.fromEntries(agents.map((id, index) => [id, { name: id, numbers: [numberOf(index + 1)] }]));
  const pools = Object.fromEntries(strategies.map((strategy) => [strategy, { strategy, members: agents }]));
  const applets = Object.fromEntries(strategies.map((strategy) => [strategy, { routes: [{ pool: strategy }] }]));
  const settings = {
    country: 'IN',
    timeZone: 'Asia/Kolkata',
    numberPolicy: { countries: ['IN'], types: ['mobile'] },
    lastResort: [numberOf(990)],
    // Whoever has talked to warm up is free for the calls that count.
    leases: { wrapUpSeconds: 0 },
  };
  writeFileSync(file, dump({ settings, agents: everybody, pools, applets }));
  return file;
};

describe('a hundred new calls at once on a pool of a hundred agents, through two services', () => {
  it('have a hundred different heads, each held for its call, within the budget', async () => {
    const database = await aDatabase();
    onTestFinished(() => database.stop());
    const env = { DYNAMODB_ENDPOINT: database.endpoint, POOLS_FILE: aPoolsFile() };
    const services = await Promise.all([serve(env), serve(env)]);
    // A DynamoDB that other tests use as well may stand at another configuration.
    await run(['apply', env.POOLS_FILE], { PORT: new URL(services[0]?.url ?? '').port });
    const table = openTable({ name: localTableName, endpoint: database.endpoint });
    onTestFinished(() => table.client.destroy());

    const call = async (applet: string, CallSid: string, index: number) => {
      const startedMs = performance.now();
      const response = await fetch(`${services[index % 2]?.url}/primary/${applet}?CallSid=${CallSid}`);
      const [head = ''] = (await response.text()).split(',');
      return { CallSid, head, ms: performance.now() - startedMs, status: response.status };
    };
    const holders = async () => {
      const { Responses } = await table.client.send(
        new BatchGetCommand({ RequestItems: { [table.name]: { Keys: agents.map(liveKey), ConsistentRead: true } } }),
      );
      return new Map(
        Responses?.[table.name]?.map((item) => [
          String(item.pk).slice('AGENT#'.length),
          liveFromItem(item)?.leases['0']?.callSid,
        ]),
      );
    };
    const release = async (answers: readonly { readonly CallSid: string; readonly head: string }[], applet: string) => {
      const reports = answers.map(
        ({ CallSid, head }) => `CallSid=${CallSid}&DialWhomNumber=${head.replace('+91', '0')}&DialCallStatus=completed`,
      );
      for (let at = 0; at < reports.length; at += 10) {
        const ten = reports.slice(at, at + 10);
        await Promise.all(ten.map((report) => fetch(`${services[0]?.url}/primary/${applet}?${report}`)));
      }
    };

    for (const strategy of strategies) {
      // Warm, as functions and a table that have answered before.
      const before = Array.from({ length: 10 }, (_, index) => call(strategy, `warm-${strategy}-${index}`, index));
      await release(await Promise.all(before), strategy);
      const answers = await Promise.all(agents.map((_agent, index) => call(strategy, `${strategy}-${index}`, index)));
      expect(answers.every(({ status }) => status === 200)).toBe(true);

      const heldBy = await holders();
      const agentOf = (head: string) => `agent-${Number(head.slice(-3))}`;
      const claimed = answers.filter(({ CallSid, head }) => heldBy.get(agentOf(head)) === CallSid);
      const slowestMs = Math.max(...answers.map(({ ms }) => ms));
      console.log(
        `${strategy}: ${claimed.length} claimed heads, ${count - claimed.length} unclaimed, slowest answer ${Math.round(slowestMs)} ms`,
      );
      expect(new Set(claimed.map(({ head }) => head)).size, 'no agent is the claimed head of two calls').toBe(
        claimed.length,
      );
      expect(count - claimed.length, 'heads unclaimed').toBeLessThanOrEqual(2);
      expect(slowestMs).toBeLessThan(budget.handlerMs);
      await release(answers, strategy);
    }
  });
});
