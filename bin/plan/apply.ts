/** Applies a file or a revision as a command does: not over what others did, unless that is said. */
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';
import { type Applied, type ApplyOptions, carryOut } from '../change/apply.ts';
import { type Prepared, prepare } from '../change/prepare.ts';
import type { Signature } from '../table/revision.ts';
import { confirm } from '../terminal/confirm.ts';
import { UsageError } from '../usage-error.ts';
import { lostBy } from './lost.ts';

export type AskedOptions = Omit<ApplyOptions, 'by'> & {
  readonly yes?: boolean | undefined;
  /** Of the plan that is meant. */
  readonly plan?: string | undefined;
  /** `Apply to` */
  readonly ask: string;
  readonly clock: () => number;
};

/** Throws a `UsageError` when it is refused; the table is then as it was. */
export const applyAsked = async (
  table: Table,
  file: Config,
  signature: Omit<Signature, 'at'>,
  { force, yes, plan, ask, clock, ...rest }: AskedOptions,
): Promise<Applied> => {
  const options = { ...rest, by: signature.from === 'file' ? signature.by : undefined };
  const prepared = await prepare(table, file, clock(), options);
  if (plan !== undefined && plan !== prepared.id) throw new UsageError(staleness(plan, prepared, table.name));
  const wasAsked = await confirm({ lost: lostBy(prepared), ask: `${ask} ${table.name}?`, yes });
  // An answer may take its time, in which others go on.
  const nowMs = clock();
  const now = wasAsked ? await prepare(table, file, nowMs, options) : prepared;
  if (now.id !== prepared.id) throw new UsageError(staleness(prepared.id, now, table.name));
  return carryOut(table, now, { ...signature, at: new Date(nowMs).toISOString() }, force);
};

const staleness = (plan: string, { id, standing, drift }: Prepared, table: string): string => {
  const { revision, by, note } = standing ?? { revision: 0 };
  const who = by === undefined ? '' : ` by ${by}`;
  return [
    `plan ${plan} is stale: what this would do now is plan ${id}`,
    `${table} stands at revision ${revision}${who}${note === undefined ? '' : ` (${note})`}`,
    ...(drift.length === 0 ? [] : [`edited by hand since: ${drift.map(({ item }) => item).join(', ')}`]),
    'If all that was so when it was made, the file or its options are others now.',
    'Nothing was changed: look again with npx dial-whom plan',
  ].join('\n');
};
