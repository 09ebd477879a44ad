/** The snapshot as text: a line that says how to read the next one, and a line that is all of it. */
import type { Snapshot } from '../domain/snapshot.ts';
import { sha256Of } from './sha256.ts';

/** Goes up when a fallback of yesterday could not work with what a publisher of today writes. */
const format = 1;

/** A line that says of which format and content the next one is, so that half an object is told from a whole one. */
export const textOf = (snapshot: Snapshot): string => {
  const content = JSON.stringify(snapshot);
  return `${JSON.stringify({ format, sha256: sha256Of(content) })}\n${content}\n`;
};

type SnapshotText =
  | { readonly kind: 'found'; readonly snapshot: Snapshot }
  | { readonly kind: 'unusable'; readonly why: string };

/** Never throws. What the checksum vouches for has been checked by the publisher, and is not checked once more. */
export const readText = (text: string): SnapshotText => {
  const [head = '', content = ''] = text.split('\n');
  const { format: found, sha256 } = parse<{ format?: unknown; sha256?: unknown }>(head) ?? {};
  if (found !== format) return { kind: 'unusable', why: `its format is ${JSON.stringify(found)} and not ${format}` };
  if (sha256 !== sha256Of(content)) return { kind: 'unusable', why: 'its checksum is not that of its content' };
  const snapshot = parse<Snapshot>(content);
  return snapshot === undefined || isEmpty(snapshot)
    ? { kind: 'unusable', why: 'it names no applet, or no last resort' }
    : { kind: 'found', snapshot };
};

const parse = <T>(text: string): T | undefined => {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
};

/** Of a publisher that went mad. */
const isEmpty = ({ config }: Partial<Snapshot>): boolean =>
  Object.keys(config?.applets ?? {}).length === 0 || (config?.settings?.lastResort ?? []).length === 0;
