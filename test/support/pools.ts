/** A small pools file that is open at every hour, for tests that change the table. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { onTestFinished } from 'vitest';
import { agentCommand } from '../../bin/commands/agent.ts';
import { applyCommand } from '../../bin/commands/apply.ts';
import { historyCommand } from '../../bin/commands/history.ts';
import { overrideCommand } from '../../bin/commands/override.ts';
import { poolCommand } from '../../bin/commands/pool.ts';
import { rollbackCommand } from '../../bin/commands/rollback.ts';
import { openTable } from '../../bin/table/open.ts';
import type { Item } from '../../functions/adapters/item.ts';
import { aFolder, run, serve } from './cli.ts';
import { runHere } from './commands.ts';

/** Pool `sales` holds asha and bharat, `night` chitra and deepak by rotation; esha is in `desk` only. */
export const poolsFile = `
settings:
  country: IN
  timeZone: Asia/Kolkata
  numberPolicy: { countries: [IN], types: [mobile, fixed-line] }
  exophones: ["+918040001000"]
  lastResort: ["+919000000090"]
agents:
  asha: { name: Asha Rao, numbers: ["+919000000011"] }
  bharat: { name: Bharat Iyer, numbers: ["+919000000012"] }
  chitra: { name: Chitra Menon, numbers: ["+919000000013"] }
  deepak: { name: Deepak Shah, numbers: ["+919000000014"] }
  esha: { name: Esha Nair, numbers: ["+919000000015"] }
rotations:
  week: { agents: [chitra, deepak], start: "2026-11-02", handover: "09:00", turnDays: 7 }
pools:
  sales: { strategy: linear, leases: off, members: [asha, bharat] }
  night: { strategy: linear, leases: off, members: [{ rotation: week }, esha] }
  desk: { strategy: linear, leases: off, members: [esha], overflow: sales }
applets:
  one: { routes: [{ pool: sales }] }
  two: { routes: [{ pool: sales }] }
  three: { routes: [{ pool: sales }] }
`;

const commands = {
  agent: agentCommand,
  apply: applyCommand,
  history: historyCommand,
  override: overrideCommand,
  pool: poolCommand,
  rollback: rollbackCommand,
};

/** A service that stands at it, or at another one. Each applet is read from the table when it is called first. */
export const aServiceOfPools = async (pools = poolsFile) => {
  const POOLS_FILE = join(aFolder(), 'pools.yaml');
  writeFileSync(POOLS_FILE, pools);
  const { url } = await serve({ POOLS_FILE });
  const { endpoint, table: name } = (await (await fetch(`${url}/_local`)).json()) as {
    endpoint: string;
    table: string;
  };
  const { client } = openTable({ name, endpoint });
  onTestFinished(() => client.destroy());
  const dialWhom = async (name: keyof typeof commands, ...args: readonly string[]) => {
    const { err, ...ran } = await runHere(commands[name](), [...args, '--endpoint', endpoint]);
    // Which table is changed goes before all else, as target.test.ts has it.
    return { ...ran, err: err.replace(`table dial-whom at ${endpoint}\n`, '') };
  };
  return {
    dialWhom,
    endpoint,
    /** As somebody does it with another tool. */
    put: (item: Item) => client.send(new PutCommand({ TableName: name, Item: item })),
    /** As a process of its own. */
    program: (...args: readonly string[]) => run(args, { PORT: new URL(url).port }),
    apply: async () => (await dialWhom('apply', POOLS_FILE, '--yes')).out,
    json: async (name: 'override' | 'pool', ...args: readonly string[]) =>
      JSON.parse((await dialWhom(name, ...args, '--json')).out),
    /** The last digits of whom it would ring. */
    rings: async (applet: string) => {
      const body = await (await fetch(`${url}/primary/${applet}?CallSid=c-${applet}&CallFrom=09900112233`)).text();
      return body.split(',').map((number) => number.slice(-2));
    },
  };
};
