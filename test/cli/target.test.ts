/** Which table a command works on, and what it says when that table does not answer as it should. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aFolder, run, serve } from '../support/cli.ts';
import { runProgram } from '../support/commands.ts';

/** Answers every request as DynamoDB answers one it refuses. */
const refusing = async (name: string): Promise<{ readonly url: string; readonly requests: () => string[] }> => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(String(request.headers.authorization));
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'refused' }));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests: () => seen };
};

const changing = [
  ['apply'],
  ['rollback', '1'],
  ['pool', 'add', 'sales', '09000000015'],
  ['pool', 'remove', 'sales', 'asha'],
  ['override', 'add', 'asha', '--pool', 'sales', '--until', '2h'],
  ['override', 'remove', 'asha', '--pool', 'sales'],
  ['agent', 'pause', 'asha'],
  ['agent', 'resume', 'asha'],
  ['agent', 'free', 'asha'],
];
const reading = [
  ['plan'],
  ['history'],
  ['export'],
  ['calls'],
  ['pool', 'list'],
  ['override', 'list'],
  ['agent', 'list'],
  ['explain', 'c1'],
  ['explain', '--applet', 'main', '--from', '09900112233', '--to', '08040001000'],
];

describe('what answers on PORT and is not the local service', () => {
  it('is not taken for one: nothing would say which table is meant', async () => {
    const server = createServer((_request, response) => void response.end('{"status":"ok"}')).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const PORT = String((server.address() as AddressInfo).port);
    expect(await run(['apply', '--yes'], { PORT, AWS_REGION: 'ap-south-1' })).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^no local service answers at /),
    });
  });
});

describe('a table that refuses', () => {
  it.each([
    [
      'ResourceNotFoundException',
      'there is no such table: check --table and --region (the output TableName of cdk deploy), and --profile',
    ],
    ['ExpiredTokenException', 'AWS does not accept these credentials (ExpiredTokenException): log in again'],
    [
      'UnrecognizedClientException',
      'AWS does not accept these credentials (UnrecognizedClientException): log in again',
    ],
  ])(
    'with %s is one line that says what to do, by every command',
    async (name, says) => {
      const { url } = await refusing(name);
      for (const args of [...changing, ...reading]) {
        const { code, out, err } = await runProgram(...args, '--endpoint', url);
        const [which, ...lines] = changing.includes(args) ? err.split('\n') : [undefined, ...err.split('\n')];
        if (which !== undefined) expect(which).toBe(`table dial-whom at ${url}`);
        expect([args.join(' '), code, out, lines]).toEqual([
          args.join(' '),
          1,
          '',
          [expect.stringContaining(says), ''],
        ]);
      }
    },
    120_000,
  );
});

describe('the table', () => {
  it('is named before it is changed, not when it is only read', async () => {
    const { url } = await serve();
    const env = { PORT: new URL(url).port };
    const which = `table dial-whom of the local service at ${url}\n`;
    const [read, changed] = await Promise.all([run(['pool', 'list'], env), run(['apply'], env)]);
    expect([read.err, changed.err]).toEqual(['', which]);
  });

  it('of a deployment is found in its outputs, with the credentials of a profile', async () => {
    const { url, requests } = await refusing('ResourceNotFoundException');
    const HOME = aFolder();
    const outputs = join(HOME, 'outputs.json');
    const stack = (region: string, TableName: string) => ({
      PrimaryUrl: `https://a1.execute-api.${region}.amazonaws.com/primary`,
      TableName,
    });
    writeFileSync(
      outputs,
      JSON.stringify({
        'DialWhom-prod-Primary': stack('ap-south-1', 'T1'),
        'DialWhom-dev-Primary': stack('eu-west-1', 'T2'),
      }),
    );
    writeFileSync(join(HOME, 'credentials'), '[ours]\naws_access_key_id = OURS\naws_secret_access_key = secret\n');
    const env = {
      AWS_SHARED_CREDENTIALS_FILE: join(HOME, 'credentials'),
      AWS_ENDPOINT_URL_DYNAMODB: url,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const found = await run(['apply', '--outputs', outputs, '--stage', 'dev', '--profile', 'ours'], env);
    expect(found.err).toMatch(/^table T2 in eu-west-1, account of profile ours\nthere is no such table/);
    expect(requests().at(0)).toMatch(/Credential=OURS\/\d+\/eu-west-1\/dynamodb/);

    const unsaid = await run(['apply', '--outputs', outputs, '--profile', 'ours'], env);
    expect(unsaid).toMatchObject({
      code: 1,
      err: `${outputs} holds the outputs of stages prod, dev: say which with --stage\n`,
    });
    const other = await run(['history', '--table', 'T', '--region', 'ap-south-1', '--profile', 'theirs'], env);
    expect(other).toMatchObject({ code: 1, err: expect.stringMatching(/^no AWS credentials.*--profile.*\n$/) });
  });
});
