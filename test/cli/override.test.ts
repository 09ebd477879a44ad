import { describe, expect, it } from 'vitest';
import { aServiceOfPools } from '../support/pools.ts';

describe('dial-whom override', () => {
  it('brings somebody in, whom the next call rings, and sends somebody home, whom nobody rings until it ends', async () => {
    const { dialWhom, program, apply, json, rings } = await aServiceOfPools();
    const added = await program('override', 'add', 'chitra', '--pool', 'sales', '--until', '2h', '--reason', 'flu');
    expect(added).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^table dial-whom of the local service at \S+\n$/),
      out: expect.stringMatching(
        /^chitra is brought into pool sales until \d{4}-.* Asia\/Kolkata; npx dial-whom override remove chitra --pool sales ends it\nrevision 2 of dial-whom; handlers see it within a minute\n$/,
      ),
    });
    expect(await rings('one')).toEqual(['11', '12', '13']);

    expect(await dialWhom('override', 'add', 'asha', '--pool', 'sales', '--until', '23:59', '--out')).toMatchObject({
      code: 0,
    });
    expect(await rings('two')).toEqual(['12', '13']);
    const { out } = await dialWhom('override', 'list');
    expect(out).toMatch(/^pool +agent +duty +until \(Asia\/Kolkata\) +added by +added +reason\n/);
    expect(out).toMatch(/\nsales +asha +out +\d{4}-\d\d-\d\d 23:59:00 +\S+ +\d{4}-/);
    expect(out).toMatch(/\nsales +chitra +in +.* +flu\n/);
    expect((await json('override', 'list')).overrides).toMatchObject([
      { pool: 'sales', agent: 'asha', duty: 'out', inForce: true, by: expect.any(String) },
      { pool: 'sales', agent: 'chitra', duty: 'in', inForce: true, reason: 'flu' },
    ]);

    for (const agent of ['asha', 'chitra']) {
      expect(await dialWhom('override', 'remove', agent, '--pool', 'sales')).toMatchObject({ code: 0 });
    }
    expect(await rings('three')).toEqual(['11', '12']);
    expect((await dialWhom('override', 'list')).out).toBe('no override is in force in dial-whom\n');
    // The file is still what was applied.
    expect(await apply()).toMatch(/^nothing to change: dial-whom stands at revision 5;/);
  });

  it('says so when it is there already, or when there is none to end', async () => {
    const { dialWhom } = await aServiceOfPools();
    const add = ['override', 'add', 'esha', '--pool', 'sales', '--until', '2099-01-01T10:00:00+05:30'] as const;
    await dialWhom(...add);
    expect(await dialWhom(...add)).toMatchObject({
      code: 0,
      out: 'esha is brought into pool sales until 2099-01-01 10:00:00 Asia/Kolkata already: nothing to change in dial-whom\n',
    });
    expect(await dialWhom('override', 'remove', 'asha', '--pool', 'sales')).toMatchObject({
      code: 0,
      out: 'asha has no override in pool sales: nothing to change in dial-whom\n',
    });
  });

  it('warns when a pool is left with nobody', async () => {
    const { dialWhom } = await aServiceOfPools();
    expect(await dialWhom('override', 'add', 'esha', '--pool', 'desk', '--until', '1d', '--out')).toMatchObject({
      code: 0,
      err: 'warning: nobody of pool desk is left who is on duty: its callers go to its overflow, or get nobody\n',
    });
  });

  it('warns when whoever is brought in is paused, and says how that ends', async () => {
    const { dialWhom } = await aServiceOfPools();
    const add = (...more: readonly string[]) =>
      dialWhom('override', 'add', 'chitra', '--pool', 'sales', '--until', '2h', ...more);
    await dialWhom('agent', 'pause', 'chitra', '--until', '2099-01-01T10:00:00+05:30');
    expect(await add()).toMatchObject({
      code: 0,
      err: expect.stringMatching(
        /^warning: chitra is paused by \S+ until 2099-01-01 10:00:00, and rung by no call until npx dial-whom agent resume chitra --endpoint http:\/\/127\.0\.0\.1:\d+\n$/,
      ),
    });
    expect(await add('--out')).toMatchObject({ code: 0, err: '' });
    await dialWhom('agent', 'resume', 'chitra');
    expect(await add()).toMatchObject({ code: 0, err: '' });
  });

  it('names what is wrong with a command, and then has changed nothing', async () => {
    const { dialWhom, json } = await aServiceOfPools();
    const add = (...args: readonly string[]) => dialWhom('override', 'add', ...args);
    expect(await add('nobody', '--pool', 'sales', '--until', '2h')).toMatchObject({
      code: 1,
      err: 'there is no agent nobody in dial-whom: asha, bharat, chitra, deepak, esha\n',
    });
    expect(await add('asha', '--pool', 'sale', '--until', '2h')).toMatchObject({
      code: 1,
      err: 'there is no pool sale in dial-whom: sales, night, desk\n',
    });
    expect(await add('chitra', '--pool', 'sales', '--until', '2h', '--out')).toMatchObject({
      code: 1,
      err: 'chitra is not in pool sales: nobody is to be sent home\n',
    });
    expect(await add('asha', '--pool', 'sales', '--until', 'tonight')).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /Write minutes, hours or days, such as 30m, 2h or 1d, a time of the day such as 18:00/,
      ),
    });
    expect(await add('asha', '--pool', 'sales', '--until', '2020-01-01T00:00:00Z')).toMatchObject({ code: 2 });
    expect(await add('asha', '--until', '2h')).toMatchObject({ code: 2 });
    expect((await json('override', 'list', '--all')).overrides).toEqual([]);
  });

  it('of two at once, one is refused with the name of the other, and run again is done', async () => {
    const { program, json } = await aServiceOfPools();
    const agents = ['chitra', 'deepak', 'esha'];
    const add = (agent: string) => program('override', 'add', agent, '--pool', 'sales', '--until', '2h');
    const results = await Promise.all(agents.map(add));
    for (const [index, { code, err }] of results.entries()) {
      if (code === 0) continue;
      expect(err).toMatch(
        /(is changing the table, since|made revision \d meanwhile).*\. Nothing was changed: run the same/,
      );
      expect(await add(agents[index] ?? '')).toMatchObject({ code: 0 });
    }
    expect((await json('override', 'list')).overrides).toMatchObject(agents.map((agent) => ({ agent })));
  });
});
