import { describe, expect, it } from 'vitest';
import { keys } from '../../functions/adapters/config-keys.ts';
import { aServiceOfPools, poolsFile } from '../support/pools.ts';

describe('dial-whom pool', () => {
  it('lists the pools with who is on duty now, and shows one with everybody in it and why he is not', async () => {
    const { dialWhom, json } = await aServiceOfPools();
    const { out } = await dialWhom('pool', 'list');
    expect(out).toMatch(/^pool +strategy +members +on duty now +open\nsales +linear +2 +asha, bharat +always open\n/);
    expect((await json('pool', 'list')).pools).toMatchObject([
      { pool: 'sales', members: ['asha', 'bharat'], onDuty: ['asha', 'bharat'], open: true },
      { pool: 'night', members: ['rotation week', 'esha'] },
      { pool: 'desk', onDuty: ['esha'], overflow: ['sales'] },
    ]);

    await dialWhom('override', 'add', 'asha', '--pool', 'sales', '--until', '2h', '--out');
    await dialWhom('override', 'add', 'esha', '--pool', 'sales', '--until', '2h');
    await dialWhom('agent', 'pause', 'bharat');
    expect((await dialWhom('pool', 'list')).out).toMatch(/\nsales +linear +2 +esha; paused: bharat +always open\n/);
    expect((await json('pool', 'list')).pools).toMatchObject([
      { onDuty: ['esha'], paused: ['bharat'] },
      {},
      { paused: [] },
    ]);
    const shown = await json('pool', 'show', 'sales');
    expect(shown.places).toMatchObject([
      { agent: 'asha', tier: 1, numbers: ['+919000000011'], onDuty: false, why: expect.stringMatching(/^sent home/) },
      { agent: 'bharat', onDuty: false, why: expect.stringMatching(/^paused by /) },
      { agent: 'esha', tier: 2, onDuty: true, why: expect.stringMatching(/^brought in until /) },
    ]);
    expect(shown.overrides).toHaveLength(2);
    const text = (await dialWhom('pool', 'show', 'night')).out;
    expect(text).toMatch(/^night: linear, always open\nagent +name +tier +numbers +now\n/);
    expect(text).toMatch(/\n(chitra|deepak) \(rotation week\) .* not on duty: rotation week, it is the turn of /);
    expect(text).toMatch(/\nesha +Esha Nair +1 +\+919000000015 +on duty\n/);
  });

  it('lets somebody join by number or as a new agent, whom the next call rings, until an apply puts the pool back', async () => {
    const { dialWhom, program, apply, json, rings } = await aServiceOfPools();
    expect(await program('pool', 'add', 'sales', '09000000015')).toMatchObject({
      code: 0,
      out: 'esha (+919000000015) joins pool sales, tier 1\nrevision 2 of dial-whom; handlers see it within a minute\nunless the pools file has it already, write it there as well: else apply asks whether to undo it\n',
    });
    const add = ['pool', 'add', 'sales', '90000 00099', '--agent', 'Ravi Kumar', '--tier', '2'] as const;
    expect(await dialWhom(...add)).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^ravi-kumar \(\+919000000099\) joins pool sales, tier 2, as a new agent: Ravi Kumar\n/,
      ),
    });
    expect(await rings('one')).toEqual(['11', '12', '15', '99']);
    expect((await dialWhom(...add)).out).toBe(
      'ravi-kumar (+919000000099) is in pool sales already, tier 2: nothing to change in dial-whom\n',
    );
    expect(await dialWhom('pool', 'remove', 'sales', '+91 90000 00011')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^asha leaves pool sales\nrevision 4 /),
    });
    expect(await rings('two')).toEqual(['12', '15', '99']);

    expect(await apply()).toMatch(/^applied revision 5 /);
    expect((await json('pool', 'list')).pools).toMatchObject([{ members: ['asha', 'bharat'] }, {}, {}]);
    expect(await rings('three')).toEqual(['11', '12']);
    expect(await apply()).toMatch(/^nothing to change/);

    expect((await dialWhom('pool', 'add', 'desk', '90000 00098', '--agent', 'Esha Nair')).out).toMatch(
      /^esha gets the number \+919000000098; he is in pool desk already, tier 1\nrevision 6 /,
    );
    expect((await json('pool', 'show', 'desk')).places).toMatchObject([
      { agent: 'esha', numbers: ['+919000000015', '+919000000098'] },
    ]);
  });

  it('lets him join who has the number in the table, not whose item is broken and who had it last', async () => {
    const { dialWhom, put } = await aServiceOfPools();
    await put({ ...keys.agent('chitra'), name: 'Chitra Menon', numbers: 'nonsense' });
    await put({ ...keys.agent('esha'), name: 'Esha Nair', numbers: ['+919000000013'] });
    expect((await dialWhom('pool', 'add', 'sales', '09000000013')).out).toMatch(
      /^esha \(\+919000000013\) joins pool sales, tier 1\n/,
    );
  });

  it('takes an id for the agent who has it, although it is the name of somebody else', async () => {
    const { dialWhom } = await aServiceOfPools(
      poolsFile.replace('Bharat Iyer', 'asha').replace('Esha Nair', 'Deepak Shah'),
    );
    expect((await dialWhom('pool', 'add', 'sales', '09000000066', '--agent', 'asha')).out).toMatch(
      /^asha gets the number \+919000000066; he is in pool sales already, tier 1\n/,
    );
    expect((await dialWhom('pool', 'add', 'desk', '09000000012', '--agent', 'asha')).err).toBe(
      '+919000000012 is the number of bharat (asha), not of asha: leave out --agent, or correct it\n',
    );
    expect((await dialWhom('pool', 'remove', 'sales', 'asha', '--force')).out).toMatch(/^asha leaves pool sales\n/);
    const several = 'there are 2 agents of the name "Deepak Shah": write which of them: deepak, esha\n';
    expect((await dialWhom('pool', 'add', 'desk', '09000000067', '--agent', 'Deepak Shah')).err).toBe(several);
    expect((await dialWhom('pool', 'remove', 'night', 'Deepak Shah')).err).toBe(several);
    expect((await dialWhom('pool', 'add', 'sales', '09000000014', '--agent', 'Deepak Shah')).out).toMatch(
      /^deepak \(\+919000000014\) joins pool sales, tier 1\n/,
    );
  });

  it('refuses what may not be, with what may, and then has changed nothing', async () => {
    const { dialWhom, apply } = await aServiceOfPools();
    const errorOf = async (...args: readonly string[]) => {
      const { code, out, err } = await dialWhom('pool', ...args);
      expect([code, out]).toEqual([1, '']);
      return err;
    };
    expect(await errorOf('add', 'sales', '+12025550123', '--agent', 'x')).toMatch(
      /^agents\.x\.numbers\.0: \+12025550123 is .*only IN may be dialled\. To mend it: use another number, or add/,
    );
    expect(await errorOf('add', 'sales', '08040001000', '--agent', 'x')).toMatch(/one of our ExoPhones/);
    expect(await errorOf('add', 'sales', 'abc')).toMatch(/^"abc" is no phone number: write /);
    expect(await errorOf('add', 'sales', '9000000077')).toMatch(/^nobody has the number \+919000000077 yet: name /);
    expect(await errorOf('add', 'sales', '9000000077', '--agent', 'Asha')).toMatch(
      /^"Asha" would be agent asha, who is "Asha Rao": write asha if it is him, or else another name\n$/,
    );
    expect(await errorOf('add', 'sales', '9000000015', '--agent', 'asha')).toMatch(
      /is the number of esha \(Esha Nair\)/,
    );
    expect(await errorOf('add', 'sale', '9000000015')).toMatch(/^there is no pool sale in dial-whom: sales, night/);
    expect(await errorOf('remove', 'sales', 'nobody')).toMatch(/"nobody": in pool sales are asha, bharat\n$/);
    expect(await errorOf('remove', 'desk', 'esha')).toMatch(
      /^esha is the last member of pool desk: add somebody.* override add esha --pool desk --out --until 18:00\n$/,
    );
    expect(await errorOf('remove', 'night', 'deepak')).toMatch(
      /^deepak is in pool night by rotation week: edit.* override add deepak --pool night --out --until 18:00\n$/,
    );
    expect(await errorOf('remove', 'desk', 'Esha Nair')).toMatch(/^esha is the last member of pool desk/);
    expect(await dialWhom('pool', 'add', 'sales', '9000000015', '--tier', 'first')).toMatchObject({ code: 2 });
    expect(await dialWhom('pool', 'remove', 'sales', 'esha')).toMatchObject({
      code: 0,
      out: 'esha is not in pool sales: nothing to change in dial-whom\n',
    });
    expect(await apply()).toMatch(/^nothing to change: dial-whom stands at revision 1;/);
  });
});
