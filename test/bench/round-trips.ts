/** Round trips to DynamoDB one after the other, by kind of request, counted where they arrive. */
import { mustBeAnswered } from './answered.ts';
import type { Contestants } from './contestants.ts';
import { converse, type Kind, kinds } from './conversation.ts';
import type { Tables } from './tables.ts';

export type RoundTrips = Readonly<Record<Kind, number>>;

/** Of the second of two calls: the first one finds nothing in memory. Far away, so that what is sent together meets. */
export const countRoundTrips = async (
  contestants: Contestants,
  { endpoints, trips }: Tables,
  table: string,
): Promise<RoundTrips> => {
  const primary = await contestants.start('primary', table, endpoints.far);
  const counted = new Map<Kind, number>();
  for (const CallSid of ['counted-cold', 'counted-warm']) {
    await converse(CallSid, async (kind, event) => {
      const before = await trips();
      const { body } = mustBeAnswered(kind, await primary.invoke(event), primary.printed());
      counted.set(kind, (await trips()) - before);
      return body;
    });
  }
  await primary.stop();
  return Object.fromEntries(kinds.map((kind) => [kind, counted.get(kind)])) as RoundTrips;
};
