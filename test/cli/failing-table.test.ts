/** What a person is told by a command whose DynamoDB fails, hangs or is none. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { changeLive } from '../../bin/agents/lives.ts';
import { applyConfig } from '../../bin/change/apply.ts';
import { describeError } from '../../bin/describe-error.ts';
import type { Live } from '../../functions/domain/live.ts';
import { aConfig } from '../support/builders.ts';
import { aFolder, run } from '../support/cli.ts';
import { runProgram } from '../support/commands.ts';
import { type Fault, startFaultProxy } from '../support/fault-proxy.ts';
import { aTable } from '../support/tables.ts';

const amazon = (name: string) => JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'no' });

/** Answers everything in the same way. */
const answering = async (status: number, body: string): Promise<string> => {
  const server = createServer((_request, response) => void response.writeHead(status).end(body));
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const ids = Array.from({ length: 40 }, (_, index) => `a${index}`);
const poolsFile = (surname: string) =>
  JSON.stringify({
    settings: {
      country: 'IN',
      timeZone: 'Asia/Kolkata',
      numberPolicy: { countries: ['IN'], types: ['mobile'] },
      lastResort: ['+919000000090'],
    },
    agents: Object.fromEntries(
      ids.map((id, index) => [id, { name: `Agent ${surname}`, numbers: [`+9190000${String(10000 + index)}`] }]),
    ),
    pools: { sales: { members: ids } },
    applets: { main: { routes: [{ pool: 'sales' }] } },
  });

describe('a DynamoDB that fails is told in one line that says what to do:', () => {
  it.each([
    [
      'a fault of its own',
      500,
      amazon('InternalServerError'),
      /^DynamoDB cannot answer at the moment \(InternalServerError\): /,
    ],
    [
      'one that is not available',
      503,
      amazon('ServiceUnavailableException'),
      /^DynamoDB cannot answer at the moment \(Service/,
    ],
    ['a status and no word', 503, '', /^DynamoDB cannot answer at the moment \(HTTP 503\): /],
    [
      "a proxy's page",
      502,
      '<html>Bad gateway</html>',
      /^what answers there is no DynamoDB \(HTTP 502\): .*--endpoint/,
    ],
    ['a page where one logs in', 200, '<html>Log in</html>', /^what answers there is no DynamoDB \(HTTP 200\): /],
    ["a gateway's refusal", 403, '{"message":"Forbidden"}', /^what answers there is no DynamoDB \(HTTP 403\): /],
  ])('%s', async (_what, status, body, line) => {
    const url = await answering(status, body);
    for (const command of ['plan', 'export', 'history', 'calls']) {
      const { code, out, err } = await runProgram(command, '--endpoint', url);
      expect([command, code, out]).toEqual([command, 1, '']);
      expect(err).toMatch(line);
      expect(err).toMatch(/^[^\n]*\n$/);
      // Whoever only reads is not told before which table it is.
      expect(err).toContain(`. Asked was table dial-whom at ${url}\n`);
    }
  });

  it.each([
    ['TimeoutError', 'ETIMEDOUT'],
    // A signal's own, whose code is a number.
    ['TimeoutError', 23],
    ['Error', 'ETIMEDOUT'],
    ['Error', 'EHOSTUNREACH'],
    ['Error', 'ENETUNREACH'],
  ])('%s with the code %s', (name, code) => {
    expect(describeError(Object.assign(new Error('gone'), { name, code }))).toMatch(/^nothing answers there \([A-Z]/);
  });

  it('with the table and its Region, where they are from the environment too', async () => {
    const env = {
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9',
      AWS_REGION: 'ap-south-1',
      AWS_EC2_METADATA_DISABLED: '1',
    };
    const keys = { AWS_ACCESS_KEY_ID: 'some', AWS_SECRET_ACCESS_KEY: 'thing' };
    const { err } = await run(['history', '--table', 'T'], { ...env, ...keys });
    expect(err).toMatch(/^nothing answers there \(ECONNREFUSED\): .*\. Asked was table T in ap-south-1\n$/);
  });

  it('but a text of ours that is no JSON is a fault of ours', () => {
    expect(describeError(new SyntaxError('Unexpected token'))).toBeUndefined();
  });
});

const ringing = { callSid: 'c1', attempt: '1', number: '+919000000001', claimedAtMs: 0, untilMs: Date.now() + 600_000 };
it.each<[string, Partial<Live>]>([
  ['pause', {}],
  ['resume', { paused: { atMs: 0, by: 'somebody' } }],
  ['free', { leases: { 0: ringing } }],
])('agent %s that only cannot be written into the log is done', async (what, before) => {
  const table = await aTable();
  onTestFinished(() => table.stop());
  await applyConfig(table, aConfig(), { by: 'somebody', at: '2026-11-25T10:00:00Z' });
  await changeLive(table, 'a1', (live) => ({ ...live, ...before }));
  const proxy = await startFaultProxy(table.endpoint);
  onTestFinished(() => proxy.stop());
  proxy.fail('throttle', 'other');
  const { code, out, err } = await runProgram(
    'agent',
    what,
    'a1',
    '--json',
    '--table',
    table.name,
    '--endpoint',
    proxy.endpoint,
  );
  expect([code, err.split('\n')[1]]).toEqual([
    0,
    expect.stringMatching(
      /^warning: a1 is (paused|resumed|freed), but the log may have no entry of it: DynamoDB takes/,
    ),
  ]);
  expect(JSON.parse(out)).toMatchObject({ agent: 'a1', state: what === 'pause' ? 'paused' : 'free' });
});

/** The SDK's, for DynamoDB. */
const tries = 4;

describe('an apply', () => {
  const aDesk = async () => {
    const table = await aTable();
    onTestFinished(() => table.stop());
    const proxy = await startFaultProxy(table.endpoint);
    onTestFinished(() => proxy.stop());
    const file = join(aFolder(), 'pools.yaml');
    writeFileSync(file, poolsFile('Rao'));
    const apply = (endpoint: string) => runProgram('apply', file, '--table', table.name, '--endpoint', endpoint);
    expect(await apply(table.endpoint)).toMatchObject({ code: 0, out: expect.stringMatching(/^applied revision 1 /) });
    /** Behind the lock, the history and one more write, and whenever the SDK tries that one again. */
    const failAtFourth = (fault: Fault) => {
      let writes = 0;
      proxy.fail(() => {
        writes += 1;
        return writes > 3 && writes <= 3 + tries ? fault : undefined;
      }, 'other');
    };
    return { table, failAtFourth, proxy, file, apply };
  };

  it.each([
    ['error 500', 'DynamoDB cannot answer at the moment (InternalServerError)'],
    [{ status: 502 }, 'what answers there is no DynamoDB (HTTP 502)'],
  ] as const)(
    'that is cut short by %j says how far it came, and the next one which revision it made',
    async (fault, why) => {
      const { table, failAtFourth, proxy, file, apply } = await aDesk();
      writeFileSync(file, poolsFile('Nair'));
      failAtFourth(fault);
      const failed = await apply(proxy.endpoint);
      expect(failed.code).toBe(1);
      expect(failed.err).toContain(why);
      expect(failed.err).toContain(
        '\n25 of 40 items were written, 0 of 0 removed; revision 2 is begun and not done. Run the same',
      );

      // All of it is written, and the revision is not.
      failAtFourth(fault);
      expect((await apply(proxy.endpoint)).err).toContain(
        '\n15 of 15 items were written, 0 of 0 removed; whether revision 3 stands',
      );
      expect((await apply(table.endpoint)).out).toMatch(/^applied revision 4 to .* 0 items written, 0 removed; /);
      expect((await apply(table.endpoint)).out).toMatch(/^nothing to change: \S+ stands at revision 4;/);
    },
  );

  it('says which revision it made where somebody deleted the item that tells the standing one', async () => {
    const { table, apply } = await aDesk();
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk: 'CONFIG', sk: 'REVISION' } }));
    expect((await apply(table.endpoint)).out).toMatch(/^applied revision 2 to /);
    expect((await apply(table.endpoint)).out).toMatch(/^nothing to change: \S+ stands at revision 2;/);
  });
});
