import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { aConfig, aPool, three } from '../support/builders.ts';
import { aService } from './drill-service.ts';

/** `sales` as it is given, and everybody else as before. */
const withSales = (agents: readonly string[]) => aConfig({ pools: { sales: aPool(agents), support: aPool(['a4']) } });

/** As with any DynamoDB tool: the revision stays. */
const removeByHand = async ({ table }: Awaited<ReturnType<typeof aService>>, ...agents: readonly string[]) => {
  for (const agent of agents) {
    const Key = { pk: 'POOL#sales', sk: `MEMBER#${agent}` };
    await table.client.send(new DeleteCommand({ TableName: table.name, Key }));
  }
};

const refused =
  /\nproblem +the publisher refuses the table at revision 2: pool sales shrinks from 3 numbers to 1; the fallback goes on with revision 1\n +next: put it back with apply, or, if it is meant, apply once more with --force\n/;

describe('dial-whom drill, when the publisher refuses the table', () => {
  it('says so even for a caller whom the change does not concern', async () => {
    const { drill, apply } = await aService({ snapshotEndpoint: undefined });
    await apply(withSales(['a1']));
    const { code, out } = await drill('--digits', '2');
    expect(out).toMatch(refused);
    expect(out).toMatch(/\nok +the fallback offers whom the table at revision 2 has for this caller now\n1 problem\n$/);
    expect(code).toBe(1);
  });

  it('gives the same cure to the caller whom it does concern, and not another drill', async () => {
    const { drill, apply } = await aService();
    await apply(withSales(['a1']));
    const { code, out } = await drill();
    expect(out).toMatch(refused);
    expect(out).toMatch(
      /\nproblem +the fallback disagrees with the table, .*\n +next: put it back with apply, or, if it is meant, apply once more with --force\n2 problems\n$/,
    );
    expect(out).not.toMatch(/drill again/);
    expect(code).toBe(1);
  });

  it('names that cure as well once the snapshot has become old for it', async () => {
    const { drill, apply } = await aService({}, 20);
    await apply(withSales(['a1']));
    expect((await drill('--digits', '2')).out).toMatch(
      /\nproblem +the snapshot .* is 20 minutes old.*\n +next: put it/,
    );
  });

  it('does not advise --force where it would not help', async () => {
    const { drill, apply } = await aService();
    await apply(aConfig({ settings: { ...aConfig().settings, lastResort: ['+14155550100'] } }));
    expect((await drill()).out).toMatch(
      /\nproblem +the publisher refuses .*settings\.lastResort.*\n +next: correct it in the pools file and apply it: .* not even with --force\n/,
    );
  });

  it('stays content right after an apply that is not refused, and after one that was forced', async () => {
    const { drill, apply } = await aService();
    await apply(withSales(['a1', 'a2']));
    const { code, out } = await drill('--digits', '2', '--json');
    expect(JSON.parse(out)).toMatchObject({ isWell: true, publishing: { kind: 'takes', revision: 2 } });
    expect(code).toBe(0);
    await apply(withSales(['a1']), true);
    const forced = await drill('--digits', '2');
    expect(forced.out).toMatch(
      /\nnote +the snapshot is of revision 1, the table is at revision 3: it should follow within two minutes\n/,
    );
    expect(forced.code).toBe(0);
  });
});

describe('dial-whom drill, when the snapshot is of another table', () => {
  it('says that it is ahead of this one, or that nobody can say whether it is followed', async () => {
    const { drill, bucket } = await aService();
    const shown = { publishedAtMs: Date.now(), config: aConfig() };
    bucket.show({ revision: 7, ...shown });
    await expect
      .poll(() => drill(), { timeout: 10_000 })
      .toMatchObject({ code: 1, out: expect.stringMatching(/is at revision 7, ahead of the table, .* revision 1\n/) });
    bucket.show({ revision: 0, ...shown });
    await expect
      .poll(() => drill(), { timeout: 10_000 })
      .toMatchObject({
        code: 0,
        out: expect.stringMatching(/\nnote .* nobody can say whether .*: the table has no history of revision 0\n/),
      });
  });
});

describe('dial-whom drill, when items were edited by hand', () => {
  it('says how long the publisher of the local service may take to see it, and where its log is', async () => {
    const service = await aService();
    await removeByHand(service, 'a3');
    const { code, out } = await service.drill();
    expect(out).toMatch(
      new RegExp(
        `\\nproblem +the fallback disagrees with the table, which stands at revision 1: it would ring \\${three} as well\\n +next: .*within five minutes.*drill again then; .*terminal of npm start\\n`,
      ),
    );
    expect(out).not.toMatch(/alarms of the publisher/);
    expect(code).toBe(1);
  });

  it('says that more than half of a pool is refused, and gives the cure', async () => {
    const service = await aService();
    await removeByHand(service, 'a2', 'a3');
    const refusal =
      /\nproblem +the publisher refuses what was edited by hand since revision 1 was applied: pool sales shrinks from 3 numbers to 1\n +next: put it back with apply/;
    for (const digits of ['1', '2']) {
      const { code, out } = await service.drill('--digits', digits);
      expect(out).toMatch(refusal);
      expect(code).toBe(1);
    }
  });
});
