import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keysFrom } from '../../functions/http/authenticate.ts';
import { aConfig, aPool, one, two } from '../support/builders.ts';
import { run } from '../support/cli.ts';
import { aService } from './drill-service.ts';

describe('dial-whom drill --primary-down', () => {
  it('shows a call that survives: each request fails at the primary and is answered by the fallback', async () => {
    const { drill, cli } = await aService();
    const { code, out } = await drill('--primary-down');
    expect(out).toMatch(/\nthe primary of this call is a port where nothing listens/);
    const happened = out.split('\n').flatMap((line) => /^ +\d+:\d\d {2}(.*)$/.exec(line)?.[1] ?? []);
    expect(happened).toEqual([
      expect.stringMatching(/^primary +no answer in \d+ ms: ECONNREFUSED$/),
      expect.stringMatching(/^fallback +200 in \d+ ms: \+919000000001, /),
      `dialling  ${one}`,
      expect.stringMatching(/^outcome +\+919000000001 no-answer/),
      expect.stringMatching(/^primary +no answer/),
      expect.stringMatching(/^fallback +200 in \d+ ms: \+919000000002, /),
      `dialling  ${two}`,
      expect.stringMatching(/^outcome +\+919000000002 completed/),
      expect.stringMatching(/^exit +conversation-ended/),
    ]);
    expect(out).toMatch(/\nthe call survived: the primary failed 2 times, .* spoke with \+919000000002\n$/);
    expect(code).toBe(0);
    expect(JSON.parse((await cli('calls', '--json')).out)).toEqual({ calls: [] });
  });

  it('ends with 1 when nobody is there, and when no service runs', async () => {
    const hours = { never: { timeZone: 'Asia/Kolkata', weekly: {}, dates: {} } };
    const config = aConfig({ hours, pools: { sales: aPool(['a1'], { hours: 'never' }), support: aPool(['a4']) } });
    const { code, out } = await (await aService({ config })).drill('--primary-down', '--json');
    expect(JSON.parse(out)).toMatchObject({ exit: 'did-not-dial', before: { reason: 'closed' } });
    expect(code).toBe(1);
    const down = await run(['drill', '--primary-down'], { PORT: '1' });
    expect(down).toEqual({
      code: 1,
      out: '',
      err: 'no local service answers at http://127.0.0.1:1: start it with npm start\n',
    });
  });

  it('plays no call when the key is not accepted, and says what to do', async () => {
    const keys = keysFrom(createHash('sha256').update('secret').digest('hex'));
    const { drill } = await aService({ keys });
    expect((await drill('--primary-down', '--key', 'secret')).code).toBe(0);
    const { code, out } = await drill('--primary-down', '--key', 'guessed');
    expect(out).toMatch(/\nthe fallback now: 403 .*\nproblem +the fallback does not .*\n +next: check the key: --key/);
    expect(out).not.toMatch(/dialling|guessed|the call/);
    expect(code).toBe(1);
    const told = JSON.parse((await drill('--primary-down', '--json')).out);
    expect(told).toMatchObject({ before: { status: 403 }, findings: [{ kind: 'problem' }] });
  });

  it('plays no call when the fallback is faulty', async () => {
    const faulty = createServer((_request, response) => response.writeHead(503).end()).listen(0, '127.0.0.1');
    onTestFinished(() => void faulty.close());
    await once(faulty, 'listening');
    const { port } = faulty.address() as AddressInfo;
    const { code, out } = await run(['drill', '--primary-down'], { PORT: String(port) });
    expect(out).toMatch(
      /\nproblem +the fallback .*: status 503.*\n +next: look at .* the terminal of npm start.*\n1 problem\n$/,
    );
    expect(out).not.toMatch(/dialling|the call/);
    expect(code).toBe(1);
  });

  it('does not take the last resort for a call that survived', async () => {
    const { code, out } = await (await aService()).drill('--primary-down', '--applet', 'nope');
    expect(out).toMatch(
      /\nproblem +the fallback answers with the last resort: it knows no such applet, or nobody there who may be dialled\n +next: check --applet/,
    );
    expect(out).not.toMatch(/survived/);
    expect(code).toBe(1);
  });
});
