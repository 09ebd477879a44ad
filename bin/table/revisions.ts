/** Every revision that is kept: who made it, when and why, and how large it is; without its content. */
import { historyKey } from '../../functions/adapters/config-history.ts';
import type { Revision } from '../../functions/adapters/config-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Item } from '../../functions/adapters/item.ts';
import { queryAll } from '../../functions/adapters/whole-reads.ts';
import type { Size } from './history.ts';
import { readStanding } from './revision.ts';

/** Without what the history did not keep yet when it was made. */
export type KeptRevision = {
  readonly revision: number;
  readonly at?: string | undefined;
  readonly by?: string | undefined;
  readonly note?: string | undefined;
  readonly size?: Size | undefined;
  /** The one it was made on: not always the number before. */
  readonly follows?: number | undefined;
  /**
   * `pending`: somebody is applying it, or was cut short. `never stood`: was cut short, and another one was made instead.
   * `not whole`: was cut short before it changed anything. `published`: what the fallback answers from. `forced`: the last
   * one of which the losses were meant. A revision may have several.
   */
  readonly states: readonly ('stands' | 'published' | 'forced' | 'pending' | 'never stood' | 'not whole')[];
};

/** The newest first, down to the oldest that is asked for. */
export const listRevisions = async (table: Table, oldest = 0): Promise<readonly KeptRevision[]> => {
  const standing = await readStanding(table);
  const byRevision = Map.groupBy(await queryAll(table, aboutSince(oldest)), revisionOf);
  const kept = [...byRevision].map(([revision, chunks]) => describeKept(revision, chunks, standing));
  const passedOver = neverStood(kept, standing?.revision ?? 0);
  return kept.map((one) =>
    passedOver.has(one) && !one.states.includes('pending') ? { ...one, states: ['never stood', ...one.states] } : one,
  );
};

/** Each that stood says which one stood before. Of those before one that does not, nobody knows. */
const neverStood = (kept: readonly KeptRevision[], standing: number): ReadonlySet<KeptRevision> => {
  let stood: number | undefined = standing;
  return new Set(
    kept.filter(({ revision, follows }) => {
      if (stood !== undefined && revision > stood) return true;
      stood = follows;
      return false;
    }),
  );
};

const revisionOf = ({ sk }: Item): number => Number(String(sk).split('#')[1]);

const describeKept = (revision: number, chunks: readonly Item[], standing: Revision | undefined): KeptRevision => {
  const { chunks: count, ...about } = (chunks.find(({ sk }) => String(sk).endsWith('#0000')) ?? {}) as {
    readonly chunks?: number;
  } & Partial<KeptRevision>;
  const stands = revision === standing?.revision;
  const { at, by, note } = stands ? { ...about, ...standing } : about;
  return {
    revision,
    at,
    by,
    note,
    size: about.size,
    follows: about.follows,
    states: [
      ...(stands ? (['stands'] as const) : []),
      ...(revision === standing?.published ? (['published'] as const) : []),
      ...(revision === standing?.forced ? (['forced'] as const) : []),
      ...(revision === standing?.pending?.revision ? (['pending'] as const) : []),
      ...(count !== undefined && count !== chunks.length ? (['not whole'] as const) : []),
    ],
  };
};

/** All but the content, which may be a hundred times as much. */
const aboutSince = (oldest: number) => ({
  KeyConditionExpression: 'pk = :pk AND sk >= :oldest',
  ExpressionAttributeValues: { ':pk': historyKey(oldest, 0).pk, ':oldest': historyKey(oldest, 0).sk },
  ProjectionExpression: 'sk, #by, #at, #note, #size, #follows, #chunks',
  ExpressionAttributeNames: {
    '#by': 'by',
    '#at': 'at',
    '#note': 'note',
    '#size': 'size',
    '#follows': 'follows',
    '#chunks': 'chunks',
  },
  ScanIndexForward: false,
});
