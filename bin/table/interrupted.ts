/** What changes that were cut short were about to make of the table. */
import { readHistory } from '../../functions/adapters/config-history.ts';
import type { Revision } from '../../functions/adapters/config-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';

/** One may have been cut short while it mended what another one left: all since the standing revision, the oldest first. */
export const readInterrupted = async (
  table: Table,
  { revision, pending }: Revision = { revision: 0 },
  signal?: AbortSignal,
): Promise<readonly Config[]> => {
  const count = Math.max(0, (pending?.revision ?? 0) - revision);
  const begun = Array.from({ length: count }, (_, index) => revision + 1 + index);
  const configs = await Promise.all(begun.map((one) => readHistory(table, one, signal)));
  return configs.filter((config) => config !== undefined);
};
