import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../support/cli.ts';

/** No credentials and nobody at home: what a first user has. */
const nothing = { PORT: '9', AWS_EC2_METADATA_DISABLED: 'true' };

describe('what a first user meets is one line that says what to do', () => {
  it.each([
    [
      'no credentials',
      ['apply', '--table', 'T', '--region', 'ap-south-1'],
      1,
      /^table T in ap-south-1\nno AWS credentials found: log in.*\n$/,
    ],
    [
      'an option of another command',
      ['override', 'add', 'asha', '--pool', 'sales', '--until', '2h', '--note', 'dentist'],
      2,
      /^error: unknown option '--note'\n\(see npx dial-whom override add --help\)\n$/,
    ],
    [
      'a Region that is none',
      ['plan', '--table', 'T', '--region', 'Mumbai!'],
      1,
      /^that is no AWS Region.*ap-south-1\n$/,
    ],
    ['no Region', ['apply', '--table', 'T'], 1, /^no AWS Region given: add --region.*\n$/],
    [
      'nobody at an endpoint',
      ['apply', '--endpoint', 'http://127.0.0.1:9'],
      1,
      /^table dial-whom at http:\/\/127\.0\.0\.1:9\nnothing answers there.*\n$/,
    ],
    ['an endpoint that is no URL', ['plan', '--endpoint', 'notaurl'], 1, /^that endpoint is no URL.*\n$/],
    ['a Region without a table', ['apply', '--region', 'ap-south-1'], 2, /^--region needs --table.*\n$/],
    ['a profile without a table', ['history', '--profile', 'prod'], 2, /^--profile needs --table.*--outputs.*\n$/],
    ['a stage without outputs', ['history', '--stage', 'prod'], 2, /^--stage needs --outputs.*\n$/],
    [
      'outputs that are not there',
      ['plan', '--outputs', 'none.json'],
      1,
      /^none\.json is not there: npx cdk deploy.*\n$/,
    ],
    [
      'a table named twice',
      ['plan', '--outputs', 'outputs.json', '--table', 'T'],
      2,
      /option '--outputs <file>' cannot be used with option '--table <name>'/,
    ],
    [
      'a profile where there are no accounts',
      ['plan', '--profile', 'prod', '--endpoint', 'http://127.0.0.1:9'],
      2,
      /option '--profile <name>' cannot be used with option '--endpoint <url>'/,
    ],
    [
      'a call that is not known whole',
      ['explain', '--applet', 'main', '--from', '09900112233'],
      2,
      /^a call that has not come in yet is asked for with --applet, --from and --to: --to is missing\n$/,
    ],
    [
      'no call at all',
      ['explain'],
      2,
      /^say which call: a CallSid, or --applet, --from and --to of a call that has not come in yet\n$/,
    ],
    [
      'more than a CallSid',
      ['explain', 'c1', '--custom-field', 'gold'],
      2,
      /^a call that has been is explained by its CallSid alone: leave out --custom-field\n$/,
    ],
    ['no local service to call', ['call', '--json'], 1, /^no local service answers.*npm start.*\n$/],
  ])('%s', async (_what, args, code, message) => {
    const { code: ended, err } = await run(args, nothing);
    expect(err).toMatch(message);
    expect(ended).toBe(code);
  });

  it.skipIf(!existsSync('/dev/full'))('a full disk', () => {
    const command = ['-c', '"$0" bin/dial-whom.ts validate > /dev/full', process.execPath];
    const { status, stderr } = spawnSync('sh', command, { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^what is printed cannot be written \(ENOSPC\): it is not whole\n$/);
  });

  it.each([
    ['a key instead of its hash', 'serve', { KEY_HASHES: 'secret' }, /^KEY_HASHES: entry 1 is not a SHA-256 hash.*\n$/],
    ['a port that is none', 'call', { PORT: 'abc' }, /^PORT is "abc": write a number.*\n$/],
  ])('%s', async (_what, command, env, message) => {
    const { code, err } = await run([command], { ...nothing, ...env });
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});
