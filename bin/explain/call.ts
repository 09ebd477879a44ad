/** What the table remembers of a call. */
import { callKey } from '../../functions/adapters/call-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { huntFromItem, huntIdOf, isHuntItem } from '../../functions/adapters/hunt-item.ts';
import { partition, queryAll } from '../../functions/adapters/whole-reads.ts';
import type { LoggedEvent } from '../../functions/domain/call-log.ts';
import type { Hunt, HuntId } from '../../functions/domain/hunt.ts';
import { attemptsOf } from '../../functions/domain/hunt.ts';

export type RememberedHunt = { readonly id: HuntId; readonly hunt: Hunt };

export type RememberedCall = {
  /** All applets, legs and visits of the call, the earliest first. */
  readonly hunts: readonly RememberedHunt[];
  /** What events told of it, in the order in which they came in; none are kept of numbers that are no agent's. */
  readonly events: readonly LoggedEvent[];
};

export const readRemembered = async (table: Table, callSid: string): Promise<RememberedCall> => {
  const items = await queryAll(table, partition(callKey(callSid)));
  const hunts = items.filter(isHuntItem).map((item) => ({ id: huntIdOf(item), hunt: huntFromItem(item) }));
  return {
    hunts: hunts.sort((one, other) => startOf(one.hunt) - startOf(other.hunt)),
    events: items.flatMap(({ events }) => (events ?? []) as LoggedEvent[]),
  };
};

const startOf = (hunt: Hunt): number => attemptsOf(hunt)[0]?.atMs ?? 0;
