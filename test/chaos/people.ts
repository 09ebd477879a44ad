/** The configuration that all calls of the suite are answered from: a department store of desks that share nobody. */
import type { Config } from '../../functions/domain/config.ts';
import { type Pool, type Strategy, strategies } from '../../functions/domain/pool.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';

/** One applet, asked for each attempt or once, whose callers press 2 for support and get sales otherwise. */
export type People = {
  readonly applet: string;
  /** None where an answer is a single number: nobody else would ever ring. */
  readonly appletOnce: string | undefined;
  readonly sales: readonly string[];
  readonly support: readonly string[];
};

export const blockedCaller = '+919555500000';

/** The first of the four has two numbers. */
const salesNumbers = [1, 2, 3, 4, 5];
const supportNumbers = [11, 12, 13];

/** Every fifth one, so that it meets every strategy. */
const isSingle = (desk: number): boolean => desk % 5 === 4;

export const peopleOf = (desk: number): People => ({
  applet: `desk-${desk}`,
  appletOnce: isSingle(desk) ? undefined : `desk-${desk}-once`,
  sales: salesNumbers.map((ordinal) => numberOf(desk * 20 + ordinal)),
  support: supportNumbers.map((ordinal) => numberOf(desk * 20 + ordinal)),
});

/** Every strategy, with leases and without, some with single answers. */
export const configOf = (desks: number): Config => {
  const parts = Array.from({ length: desks }, (_, desk) => partsOf(desk));
  const merged = <K extends 'agents' | 'pools' | 'applets'>(part: K): Config[K] =>
    Object.assign({}, ...parts.map((one) => one[part]));
  const { settings } = aConfig();
  return aConfig({
    settings: { ...settings, blockedCallers: [blockedCaller] },
    agents: merged('agents'),
    pools: merged('pools'),
    applets: merged('applets'),
  });
};

const partsOf = (desk: number): Pick<Config, 'agents' | 'pools' | 'applets'> => {
  const { applet, appletOnce, sales, support } = peopleOf(desk);
  const [first = '', second = '', ...rest] = sales;
  const agents = [[first, second], ...[...rest, ...support].map((number) => [number])];
  const ids = agents.map((_, index) => `${applet}-agent-${index}`);
  const pool: Pick<Pool, 'strategy' | 'answer' | 'leases'> = {
    answer: isSingle(desk) ? 'one' : 'list',
    strategy: strategies[desk % strategies.length] as Strategy,
    leases: Math.floor(desk / strategies.length) % 2 === 0 ? 'on' : 'off',
  };
  const routes = [
    { when: { digits: '2' }, pool: `${applet}-support` },
    { when: {}, pool: `${applet}-sales` },
  ];
  return {
    agents: Object.fromEntries(agents.map((numbers, index) => [ids[index], { name: `Agent ${index}`, numbers }])),
    pools: {
      [`${applet}-sales`]: aPool(ids.slice(0, 4), pool),
      [`${applet}-support`]: aPool(ids.slice(4), pool),
    },
    applets: {
      [applet]: { fetch: 'each', routes },
      ...(appletOnce === undefined ? {} : { [appletOnce]: { fetch: 'once', routes } }),
    },
  };
};
