import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aFolder, run, serve } from '../support/cli.ts';
import { poolsFile } from '../support/pools.ts';

/** What Node says in a container that runs as a uid of no account: `docker run -u 12345`, OpenShift. */
const noAccount = `
import os from 'node:os';
import { syncBuiltinESMExports } from 'node:module';
os.userInfo = () => { throw new Error('uv_os_get_passwd returned ENOENT'); };
syncBuiltinESMExports();`;
const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(noAccount)}`;

it('whoever has no account on the machine signs all the same', async () => {
  const file = join(aFolder(), 'pools.yaml');
  writeFileSync(file, poolsFile);
  const { url } = await serve({ POOLS_FILE: file });
  const { port: PORT } = new URL(url);
  const codes: (number | null)[] = [];
  const signed = async (args: readonly string[], env: Readonly<Record<string, string>> = { USER: 'priya' }) => {
    const { code, err } = await run(args, { PORT, NODE_OPTIONS, ...env });
    expect(err).not.toContain('uv_os_get_passwd');
    codes.push(code);
  };
  await signed(['plan', file]);
  await signed(['override', 'add', 'asha', '--pool', 'desk', '--until', '2h']);
  await signed(['pool', 'add', 'sales', '09000000015'], { LOGNAME: 'ravi' });
  await signed(['apply', file, '--yes']);
  await signed(['rollback', '3', '--yes'], {});
  await signed(['agent', 'pause', 'asha']);
  await signed(['agent', 'resume', 'asha'], { USER: '', LOGNAME: 'ravi' });
  await fetch(`${url}/events/agent?CallSid=c1&DialWhomNumber=09000000011&EventType=Answered`);
  await signed(['agent', 'free', 'asha'], {});
  expect(codes).toEqual(Array.from(codes, () => 0));

  const uid = `uid ${process.getuid?.()}`;
  const told = async (...args: readonly string[]) => JSON.parse((await run([...args, '--json'], { PORT })).out);
  const { revisions } = (await told('history')) as { readonly revisions: readonly { readonly by: string }[] };
  expect(revisions.map(({ by }) => by)).toEqual([uid, 'priya', 'ravi', 'priya', expect.anything()]);
  const { log } = (await told('agent', 'list', 'asha')) as { readonly log: readonly { readonly by: string }[] };
  expect(log.map(({ by }) => by)).toEqual([uid, 'ravi', 'priya']);
}, 60_000);
