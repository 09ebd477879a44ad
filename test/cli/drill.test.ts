import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keysFrom } from '../../functions/http/authenticate.ts';
import { aConfig, aPool, four, one, three, two } from '../support/builders.ts';
import { run } from '../support/cli.ts';
import { aService } from './drill-service.ts';

describe('dial-whom drill', () => {
  it('says from what both answer, and that they agree with the table', async () => {
    const { drill, cli } = await aService();
    const { code, out } = await drill();
    expect(out).toMatch(/\nprimary +200 in \d+ ms: \+919000000001, .* \(from the table, revision 1\)\n/);
    expect(out).toMatch(/\nfallback +200 in \d+ ms: \+919000000001, .* \(from the snapshot, revision 1, \d+ s old\)\n/);
    expect(out).toMatch(
      /\nok +the fallback offers whom the table at revision 1 has for this caller now\nall is well: /,
    );
    expect(code).toBe(0);
    expect(JSON.parse((await cli('calls', '--json')).out)).toEqual({ calls: [] });
  });

  it('does not call somebody served who would get nobody, as the rules want it', async () => {
    const { settings } = aConfig();
    const config = aConfig({ settings: { ...settings, blockedCallers: ['+919900112233'] } });
    const { drill } = await aService({ config });
    const { code, out } = await drill('--from', '09900112233');
    expect(out).toMatch(
      /\nall is well: were the primary to fail now, this caller would get what he gets today: nobody \(blocked\)\n$/,
    );
    expect(code).toBe(0);
  });

  it('is content with a service that has just started, and soon after something was applied', async () => {
    const { drill, apply } = await aService({ snapshotEndpoint: undefined });
    expect(await drill()).toMatchObject({ code: 0, out: expect.stringMatching(/from the snapshot, revision 1, /) });
    await apply(aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3', 'a4']), support: aPool(['a4']) } }));
    const drilled = async () => JSON.parse((await drill('--json')).out);
    await expect
      .poll(drilled, { timeout: 15_000 })
      .toMatchObject({ fallback: { source: 'snapshot', revision: 2, body: `${one},${two},${three},${four}` } });
    expect((await drill()).out).toMatch(/\nok +the fallback offers whom the table at revision 2 has/);
  });

  it('asks for the caller it is told about, and prints all of it as JSON', async () => {
    const { drill } = await aService();
    const { code, out } = await drill('--digits', '2', '--json');
    expect(JSON.parse(out)).toMatchObject({
      callSid: expect.stringMatching(/^canary-drill-/),
      isWell: true,
      primary: { status: 200, body: four, source: 'table', revision: 1 },
      fallback: { status: 200, body: four, source: 'snapshot', revision: 1, ageSeconds: expect.any(Number) },
      expected: { revision: 1, plan: [four] },
      findings: [{ kind: 'ok' }],
    });
    expect(code).toBe(0);
  });

  it('goes by the applet of the URLs that were pasted, which has to be the same one', async () => {
    const other = { fetch: 'each', routes: [{ when: {}, pool: 'support' }] } as const;
    const { drill, url, endpoint } = await aService({ config: aConfig({ applets: { other } }) });
    const paste = (primary: string, fallback: string) =>
      drill(
        '--primary',
        `${url}/primary/${primary}`,
        '--fallback',
        `${url}/fallback/${fallback}`,
        '--endpoint',
        endpoint,
      );
    const { code, out } = await paste('other', 'other');
    expect(out).toMatch(/, applet other\n.*\nok +the fallback offers whom the table at revision 1 has/s);
    expect(code).toBe(0);
    expect(await paste('other', 'main')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/different applets, other and main/),
    });
  });

  it('takes nobody for missing whom the primary leaves out because he is on a call', async () => {
    const { drill, url } = await aService();
    await fetch(`${url}/primary/main?CallSid=a1&CallFrom=09900112244`);
    const { code, out } = await drill();
    expect(out).toMatch(
      /\nnote +the primary leaves out \+919000000001 now, whom the fallback would ring: on other calls/,
    );
    expect(code).toBe(0);
  });

  it('fails when no snapshot has reached the fallback', async () => {
    const { code, out } = await (await aService({}, 'never')).drill();
    expect(out).toMatch(/\nproblem +the fallback answers from its floor.*\n +next: look for "snapshot not refreshed"/);
    expect(out).toMatch(/\n1 problem\n$/);
    expect(code).toBe(1);
  });

  it('fails when the snapshot is older than a quarter of an hour', async () => {
    const { code, out } = await (await aService({}, 20)).drill();
    expect(out).toMatch(/\nproblem +the snapshot of revision 1 is 20 minutes old.*\n +next: .*SnapshotRefused/);
    expect(code).toBe(1);
    expect((await (await aService({}, 10)).drill()).code).toBe(0);
  });

  it('fails when the fallback disagrees with the table, and says about whom', async () => {
    const { drill, apply } = await aService();
    await apply(aConfig({ pools: { sales: aPool(['a1', 'a3', 'a4']), support: aPool(['a4']) } }));
    const { code, out } = await drill();
    expect(out).toMatch(
      /\nproblem +the fallback disagrees with the table, which stands at revision 2: it would ring \+919000000002 as well and would not ring \+919000000004\n +next: .*drill again/,
    );
    expect(code).toBe(1);
  });

  it('fails with the last resort when the table has somebody', async () => {
    const nobody = aConfig({ pools: { sales: aPool([]), support: aPool(['a4']) } });
    const { drill, bucket } = await aService();
    bucket.show({ revision: 1, publishedAtMs: Date.now(), config: nobody });
    const { code, out } = await drill();
    expect(out).toMatch(/\nproblem +the fallback answers with the last resort.*\n +next: check the applet/);
    expect(code).toBe(1);
  });

  it('fails when a URL does not answer, and does not tell its key', async () => {
    const keys = keysFrom(createHash('sha256').update('secret').digest('hex'));
    const { drill } = await aService({ keys });
    expect((await drill('--key', 'secret')).code).toBe(0);
    const { code, out } = await drill('--key', 'guessed');
    expect(out).toMatch(/\nfallback +403 in \d+ ms: status 403: the key in the URL is not accepted\n/);
    expect(out).toMatch(/\nproblem +the fallback does not answer.*\n +next: check the key: --key, or \?key=/);
    expect(out).not.toContain('guessed');
    expect(code).toBe(1);
  });

  it('compares the answers with each other where it is given no table', async () => {
    const { drill, url } = await aService();
    const urls = ['--primary', `${url}/primary/main`, '--fallback', `${url}/fallback`];
    const { code, out } = await drill(...urls);
    expect(out).toMatch(/\nok +the answers agree: the same numbers\n/);
    expect(code).toBe(0);
    const gone = await drill('--primary', `${url}/primary`, '--fallback', 'http://127.0.0.1:9/fallback');
    expect(gone.out).toMatch(
      /\nproblem +the fallback does not answer as it should: no answer: bad port\n +next: check the URL; /,
    );
    expect(gone.code).toBe(1);
  });

  it('says that no local service runs', async () => {
    const { code, err } = await run(['drill'], { PORT: '1' });
    expect(err).toMatch(/no local service answers at http:\/\/127\.0\.0\.1:1: start it with npm start/);
    expect(code).toBe(1);
  });

  it.each([
    [
      ['--primary-down', '--primary', 'http://127.0.0.1/primary'],
      /on the local service only: .* would count as a caller whom the primary failed \(FallbackServed\)/,
    ],
    [['--primary', 'http://127.0.0.1/primary'], /give both --primary and --fallback/],
    [['--table', 'x', '--region', 'ap-south-1'], /give --primary and --fallback too/],
    [
      ['--primary', 'http://127.0.0.1/primary', '--fallback', 'http://127.0.0.1/fallback', '--region', 'ap-south-1'],
      /--region needs --table/,
    ],
  ])('refuses %j and says why', async (args, message) => {
    const { code, err } = await run(['drill', ...args]);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});
