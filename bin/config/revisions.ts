/** Every revision that is kept: who made it, when and why, and how large it is; without its content. */

import type { Revision } from '../../functions/adapters/config-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Item } from '../../functions/adapters/item.ts';
import { partition, queryAll } from '../../functions/adapters/whole-reads.ts';
import type { Size } from './history.ts';
import { readStanding } from './revision.ts';

/** What is missing was not kept: a revision from before that was. */
export type KeptRevision = {
  readonly revision: number;
  readonly at?: string | undefined;
  readonly by?: string | undefined;
  readonly note?: string | undefined;
  readonly size?: Size | undefined;
  /**
   * `pending`: somebody is applying it, or was cut short. `not whole`: was cut short before it changed anything.
   * `published`: what the fallback answers from. `forced`: the last one of which the losses were meant. A revision may have
   * several.
   */
  readonly states: readonly ('stands' | 'published' | 'forced' | 'pending' | 'not whole')[];
};

/** The newest first. */
export const listRevisions = async (table: Table): Promise<readonly KeptRevision[]> => {
  const standing = await readStanding(table);
  const byRevision = Map.groupBy(await queryAll(table, allAbout), revisionOf);
  return [...byRevision].map(([revision, chunks]) => describeKept(revision, chunks, standing));
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
const allAbout = {
  ...partition('HISTORY'),
  ProjectionExpression: 'sk, #by, #at, #note, #size, #chunks',
  ExpressionAttributeNames: { '#by': 'by', '#at': 'at', '#note': 'note', '#size': 'size', '#chunks': 'chunks' },
  ScanIndexForward: false,
};
