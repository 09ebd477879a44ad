import { expect, it } from 'vitest';
import { aServiceOfPools } from '../support/pools.ts';

const pools = `
settings:
  country: IN
  timeZone: Asia/Kolkata
  numberPolicy: { countries: [IN], types: [mobile] }
  lastResort: ["+919000000090"]
agents:
  asha: { name: Asha Rao, numbers: ["+919000000011"] }
pools:
  sales: { members: [asha] }
  quiet: { members: [asha] }
applets:
  main: { routes: [{ pool: sales }] }
`;

it('calls of a pool are listed, and of one there is not it is said that there is none', async () => {
  const { rings, program } = await aServiceOfPools(pools);
  await rings('main');
  expect((await program('calls', '--pool', 'sales')).out).toMatch(/ sales +1 /);
  expect(await program('calls', '--pool', 'quiet')).toMatchObject({ code: 0, out: 'no calls since then\n' });
  for (const printed of [[], ['--json']])
    expect(await program('calls', '--pool', 'nosuch', ...printed)).toEqual({
      code: 1,
      out: '',
      err: 'there is no pool nosuch in dial-whom: sales, quiet\n',
    });
});
