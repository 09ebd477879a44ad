/** What may be asked of a drill, and what may not. */
import { type CallOptions, urlsFrom } from '../emulator/options.ts';
import { queryOf } from '../emulator/request.ts';
import { localServiceUrl } from '../local-url.ts';
import type { TargetOptions } from '../table/target.ts';
import { UsageError } from '../usage-error.ts';

export type DrillOptions = CallOptions & TargetOptions & { readonly primaryDown?: true; readonly json?: true };

export type Urls = ReturnType<typeof urlsFrom>;

export const urlsOf = (options: DrillOptions): Urls => urlsFrom(options, localServiceUrl());

export const namesTable = ({ table, region, profile, outputs, stage, endpoint }: TargetOptions): boolean =>
  (table ?? region ?? profile ?? outputs ?? stage ?? endpoint) !== undefined;

export const refuseHalf = (options: DrillOptions): void => {
  const { primary, fallback, primaryDown } = options;
  if (primaryDown && ((primary ?? fallback) !== undefined || namesTable(options))) {
    throw new UsageError(
      '--primary-down plays a caller, on the local service only: against a deployment it would count as a caller whom the primary failed (FallbackServed). Leave out --primary, --fallback and the table, or leave out --primary-down',
      2,
    );
  }
  if ((primary === undefined) !== (fallback === undefined)) {
    throw new UsageError('give both --primary and --fallback, or neither for the local service', 2);
  }
  if (primary === undefined && namesTable(options)) {
    throw new UsageError('the table is what answers are compared with: give --primary and --fallback too', 2);
  }
};

/** As the URLs say: what was pasted has its applet already. */
export const appletOfBoth = ({ primary, fallback }: Urls): string => {
  const [one = '', other = ''] = [primary, fallback].map((url) => new URL(url).pathname.split('/').at(-1));
  if (one === other) return one;
  throw new UsageError(`the two URLs are of different applets, ${one} and ${other}: callers would change departments`);
};

export const firstRequest = (
  { from, to, direction, digits, customField }: DrillOptions,
  callSid: string,
  nowMs: number,
): string =>
  queryOf({ callSid, from, to, direction, digits, customField, startedAt: nowMs, now: nowMs, previous: undefined });
