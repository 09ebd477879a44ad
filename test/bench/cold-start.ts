/** From the start of the process to the first answer, under Lambda's own runtime client, one after the other in turns. */
import { mustBeAnswered } from './answered.ts';
import { type Contestants, type Name, names, request } from './contestants.ts';
import { collect, type Timing } from './timing.ts';

export type ColdStart = {
  /** Until it asks for its first request: what Lambda calls Init Duration. */
  readonly init: Readonly<Record<Name, Timing>>;
  /** Until that request is answered: what a caller waits for. */
  readonly answer: Readonly<Record<Name, Timing>>;
};

export const measureColdStarts = async (
  contestants: Contestants,
  table: string,
  endpoint: string,
  rounds: number,
): Promise<ColdStart> => {
  const init = collect<Name>();
  const answer = collect<Name>();
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const startedMs = performance.now();
      const environment = await contestants.start(name, table, endpoint);
      const outcome = environment.invoke(request('open', { CallSid: `cold-${name}-${round}` }));
      await environment.ready;
      init.add(name, performance.now() - startedMs);
      mustBeAnswered(name, await outcome, environment.printed());
      answer.add(name, performance.now() - startedMs);
      await environment.stop();
    }
  }
  return { init: init.timings(), answer: answer.timings() };
};
