/** What a person is told who does not get through to his table, because of a certificate, of TLS, or of a name that is none. */
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeCause, describeError } from '../../bin/describe-error.ts';
import { runProgram } from '../support/commands.ts';
import { aDatabase } from '../support/tables.ts';

const question = ['--applet', 'main', '--from', '09900112233', '--to', '08040001000'];

describe('a certificate that is not trusted is told in one line, with whose it is and what to do:', () => {
  it('that of a DynamoDB', async () => {
    // Its own one has expired, and is of an authority that nobody knows.
    const server = dynalite({ ssl: true });
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const history = await runProgram('history', '--endpoint', url);
    expect(history).toMatchObject({ code: 1, out: '' });
    expect(history.err).toMatch(/^the certificate there is not trusted \(certificate has expired\): [^\n]*\n$/);
    expect(history.err).toMatch(/NODE_EXTRA_CA_CERTS=FILE.* NODE_OPTIONS=--use-system-ca/);
    expect(history.err).toContain(`. Asked was table dial-whom at ${url}\n`);
    const { err } = await runProgram('explain', ...question, '--endpoint', url);
    expect(err).toMatch(/^the configuration cannot be read: the certificate there is not trusted \([^\n]*\n$/);
  });

  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unable to get local issuer certificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames"],
  ])('%s', (code, why) => {
    const message = `${why}; if the root CA is installed locally, try running Node.js with --use-system-ca`;
    const line = expect.stringContaining(`the certificate there is not trusted (${why}): is there a proxy`);
    expect(describeError(Object.assign(new Error(message), { code }))).toEqual(line);
    expect(describeCause(`Error: ${message}`)).toEqual(line);
  });
});

it('an endpoint that speaks no TLS is told in one line that says how to write it', async () => {
  const { endpoint, stop } = await aDatabase();
  onTestFinished(stop);
  const url = endpoint.replace('http:', 'https:');
  for (const command of [['plan'], ['explain', ...question]]) {
    const { code, err } = await runProgram(...command, '--endpoint', url);
    expect([code, err]).toEqual([1, expect.stringMatching(/^[^\n]*no TLS .*\(EPROTO\).* http:\/\/[^\n]*\n$/)]);
  }
});

it.each([
  ['a blank', 'dial whom'],
  ['one letter', 'x'],
  ['256 letters', 'a'.repeat(256)],
])('%s is told to be no name of a table', async (_what, name) => {
  const { endpoint, stop } = await aDatabase();
  onTestFinished(stop);
  for (const command of [['plan'], ['calls'], ['agent', 'list'], ['explain', ...question], ['explain', 'c1']]) {
    const { code, err } = await runProgram(...command, '--endpoint', endpoint, '--table', name);
    expect([code, err]).toEqual([1, expect.stringMatching(/^[^\n]*that is no name of a table: --table [^\n]*\n$/)]);
  }
});
