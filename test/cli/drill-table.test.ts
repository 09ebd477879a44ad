import { describe, expect, it } from 'vitest';
import { toNobody } from '../../bin/drill/primary-down.ts';
import { aConfig, four, one, two } from '../support/builders.ts';
import { run } from '../support/cli.ts';
import { aService } from './drill-service.ts';

/** No credentials, wherever the test runs. */
const nothing = { AWS_EC2_METADATA_DISABLED: 'true' };

const urls = (primary: string, fallback: string) => ['--primary', primary, '--fallback', fallback];

describe('dial-whom drill, when the table cannot be looked at', () => {
  it.each([
    ['a wrong name', ['--table', 'nope'], /there is no such table: check --table and --region/],
    ['no credentials', ['--table', 'T', '--region', 'ap-south-1'], /no AWS credentials found: log in/],
    ['no Region', ['--table', 'T'], /no AWS Region given: add --region/],
    ['nobody at the endpoint', ['--endpoint', 'http://127.0.0.1:9'], /nothing answers there \(ECONNREFUSED\)/],
    ['an endpoint that is no URL', ['--endpoint', 'notaurl'], /that endpoint is no URL/],
  ])('says what to do about %s, and still compares what both URLs answer', async (_what, target, sentence) => {
    const { url, endpoint } = await aService();
    const place = target[1] === 'nope' ? [...target, '--endpoint', endpoint] : target;
    const both = urls(`${url}/primary/main`, `${url}/fallback/main`);
    const { code, out, err } = await run(['drill', ...both, ...place], nothing);
    expect(out).toMatch(/\nproblem +the table cannot be read: .*\n +next: mend that and drill again: .*\n/);
    expect(out).toMatch(sentence);
    expect(out).toMatch(/\nok +the answers agree: the same numbers\n1 problem\n$/);
    expect([code, err]).toEqual([1, '']);
  });
});

describe('dial-whom drill, when the table has no such applet', () => {
  it('says so, and that the fallback answers with the last resort', async () => {
    const { drill } = await aService();
    const { code, out } = await drill('--applet', 'nope');
    expect(out).toMatch(/\nprimary +404 .*\nfallback +200 in .* \(from the last resort, revision 1, /);
    expect(out).toMatch(
      /\nproblem +there is no applet nope in the table, which stands at revision 1, and the fallback answers with the last resort: \+919000000090\n +next: check the applet; if it is yours, add it to the pools file and apply it\n1 problem\n$/,
    );
    expect(code).toBe(1);
  });

  it('says that the fallback still serves one that was deleted, and why', async () => {
    const gone = { fetch: 'each', routes: [{ when: {}, pool: 'support' }] } as const;
    const config = aConfig();
    const applets = { ...config.applets, gone };
    const { drill, apply } = await aService({ config: { ...config, applets } });
    await apply(config);
    const { code, out } = await drill('--applet', 'gone');
    expect(out).toMatch(/\nproblem +the publisher refuses the table at revision 2: applet gone is gone; /);
    expect(out).toMatch(
      new RegExp(
        `\\nproblem +there is no applet gone in the table, which stands at revision 2, and the fallback still serves it: \\${four}\\n +next: put it back with apply, or`,
      ),
    );
    expect(code).toBe(1);
  });
});

describe('dial-whom drill, when the URLs are not what they should be', () => {
  it('says that they are swapped, and nothing that only comes of it', async () => {
    const { url } = await aService();
    const { code, out } = await run(['drill', ...urls(`${url}/fallback`, `${url}/primary`)]);
    expect(out).toMatch(
      /s old\)\nfallback .*\nproblem +the two URLs seem swapped: .*\n +next: .*FallbackUrl.*\n1 problem\n$/,
    );
    expect(code).toBe(1);
    const twice = await run(['drill', ...urls(`${url}/primary`, `${url}/primary`)]);
    expect(twice.out).toMatch(/\nproblem +both URLs are those of the primary\n.*\n1 problem\n$/);
  });

  it('says that callers are served meanwhile only where the fallback serves them', async () => {
    const { url } = await aService();
    const nobody = await toNobody('http://host');
    const served = await run(['drill', ...urls(`${nobody}primary`, `${url}/fallback`)]);
    expect(served.out).toMatch(
      /\nproblem +the primary .*no answer: ECONNREFUSED\n +next: .*served by the fallback mean/,
    );
    const lost = await run(['drill', ...urls(`${nobody}primary`, `${nobody}fallback`)]);
    expect(lost.out).toMatch(/\n +next: .*callers are lost: the fallback does not answer/);
    expect(lost.out).not.toMatch(/served by the fallback/);
    expect([served.code, lost.code]).toEqual([1, 1]);
  });

  it('says why the lists of both differ although all is well', async () => {
    const { drill, url } = await aService();
    await fetch(`${url}/primary/main?CallSid=a1&CallFrom=09900112244`);
    const { code, out } = await drill();
    expect(out).toMatch(new RegExp(`\\nprimary +200 in \\d+ ms: \\${two}, .*\\nfallback +200 in \\d+ ms: \\${one}, `));
    expect(out).toMatch(/\nok .* now \(in the order of the pools: unlike the primary, the fallback knows no calls\)\n/);
    expect(code).toBe(0);
  });
});

describe('dial-whom drill --help', () => {
  it('says what the drill leaves alone, and that --primary-down plays a caller', async () => {
    const { out } = await run(['drill', '--help']);
    expect(out).toMatch(
      /no call is listed or counted\..*service has a table of its own.*With --primary-down.*counts him/s,
    );
  });
});
