/** Would the publisher publish what is in the table now? Its own judgement, without its bucket. */
import { readHistory } from '../../functions/adapters/config-history.ts';
import { causeOf, type Table } from '../../functions/adapters/dynamo.ts';
import { createWholeConfig } from '../../functions/adapters/whole-config.ts';
import { wrongNumbersIn } from '../../functions/domain/snapshot-check.ts';
import { objectionsTo } from '../../functions/publisher/objections.ts';

export type Publishing =
  | { readonly kind: 'takes'; readonly revision: number }
  | {
      readonly kind: 'refuses';
      readonly revision: number;
      readonly objections: readonly string[];
      /** They are losses and nothing else, which may be meant. */
      readonly isForceable: boolean;
    }
  | { readonly kind: 'unknown'; readonly why: string };

/** The whole table is read for it, which is many times one applet. */
const patienceMs = 20_000;

/**
 * Against the configuration of the revision `published`, as it was applied; items may have been edited by hand and published
 * since. Without one nothing was published yet. Never rejects.
 */
export const judgePublishing = async (
  table: Table,
  applet: string,
  published: number | undefined,
  clock: () => number,
): Promise<Publishing> => {
  try {
    return await judge(table, applet, published, clock);
  } catch (error) {
    return { kind: 'unknown', why: causeOf(error) };
  }
};

const judge: typeof judgePublishing = async (table, applet, published, clock) => {
  const signal = AbortSignal.timeout(patienceMs);
  const before = published === undefined ? undefined : await readHistory(table, published, signal);
  if (published !== undefined && before === undefined) {
    return { kind: 'unknown', why: `the table has no history of revision ${published}` };
  }
  const reading = await createWholeConfig(table, clock).read([applet], before, signal);
  switch (reading.kind) {
    case 'changing':
      return { kind: 'unknown', why: 'a configuration is being applied just now' };
    case 'unavailable':
      return { kind: 'unknown', why: reading.cause };
    case 'empty':
      return {
        kind: 'refuses',
        revision: reading.revision,
        objections: ['no applet is configured any more'],
        isForceable: false,
      };
    case 'found': {
      const { config, revision } = reading;
      const snapshot = before && { revision: published ?? 0, publishedAtMs: 0, config: before };
      const objections = objectionsTo(reading, snapshot, clock());
      return objections.length === 0
        ? { kind: 'takes', revision }
        : { kind: 'refuses', revision, objections, isForceable: wrongNumbersIn(config, before).length === 0 };
    }
    default:
      return reading satisfies never;
  }
};
