/** Warm answers beside as many round trips made by hand, in turns, so that whatever else the machine does meets all. */

import type { Environment } from '../lambda/environment.ts';
import { mustBeAnswered } from './answered.ts';
import { type Contestants, type Name, type peers, request } from './contestants.ts';
import { converse, type Kind } from './conversation.ts';
import type { Tables } from './tables.ts';
import { collect, type Timing } from './timing.ts';

/** So many round trips by the bare SDK, one after the other. */
const bareTrips = [1, 2, 3] as const;
type Bare = `${(typeof bareTrips)[number]} of the bare SDK`;
export const bareOf = (trips: number) => `${trips} of the bare SDK` as Bare;

/** Peers answer what is a first attempt in `open`; the fallback and `hello` ask nobody. */
type Other = (typeof peers)[number] | 'fallback' | 'hello';

export type Warm = Readonly<Record<Kind | Bare | Other, Timing>>;

/** Before it counts: V8 compiles what is called often. */
const warmUpRounds = 50;

export const measureWarm = async (
  contestants: Contestants,
  rest: Tables['rest'],
  { endpoint, table, rounds }: Readonly<Record<'endpoint' | 'table', string>> & { readonly rounds: number },
): Promise<Warm> => {
  const others = ['express', 'hono', 'fallback', 'hello'] as const;
  const running = new Map<Name, Environment>(
    await Promise.all(
      (['primary', 'bare', ...others] as const).map(
        async (name) => [name, await contestants.start(name, table, endpoint)] as const,
      ),
    ),
  );
  const times = collect<Kind | Bare | Other>();
  const ask = async (name: Name, what: Kind | Bare | Other, event: ReturnType<typeof request>, isCounted: boolean) => {
    const environment = running.get(name);
    if (environment === undefined) throw new Error(`${name} was not started`);
    const { ms, body } = mustBeAnswered(what, await environment.invoke(event), environment.printed());
    if (isCounted) times.add(what, ms);
    return body;
  };

  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    const isCounted = round >= warmUpRounds;
    const CallSid = `warm-${new URL(endpoint).port}-${round}`;
    const rung = await converse(CallSid, (kind, event) => ask('primary', kind, event, isCounted));
    await rest(table, rung);
    for (const trips of bareTrips) {
      await ask('bare', bareOf(trips), request('open', { CallSid, trips: String(trips) }), isCounted);
    }
    for (const other of others) await ask(other, other, request('open', { CallSid }), isCounted);
  }
  await Promise.all([...running.values()].map((environment) => environment.stop()));
  return times.timings();
};
