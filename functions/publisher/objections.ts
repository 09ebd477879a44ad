/** What speaks against publishing what the table has, in words; nothing, if the fallback shall follow. */
import type { Snapshot } from '../domain/snapshot.ts';
import { isForcedSince, lossesBetween, wrongNumbersIn } from '../domain/snapshot-check.ts';
import type { FoundConfig } from '../domain/snapshot-ports.ts';

export const objectionsTo = (
  { config, revision, applied, forced }: FoundConfig,
  published: Snapshot | undefined,
  nowMs: number,
): string[] => {
  const kept = new Set(Object.keys(applied?.pools ?? {}));
  const before = standardOf(published, revision, forced);
  // Against what was applied as well: deleted by hand and published after each step, half of what is left would always be left.
  const losses = [before, applied].flatMap((one) => (one === undefined ? [] : lossesBetween(one, config, nowMs, kept)));
  return [...new Set([...wrongNumbersIn(config, published?.config), ...losses])];
};

/** Who was there before: as published, or as it was forced since. */
const standardOf = (published: Snapshot | undefined, revision: number, forced: FoundConfig['forced']) => {
  if (published === undefined || forced === undefined) return published?.config;
  const revisions = { published: published.revision, standing: revision, forced: forced.revision };
  return isForcedSince(revisions) ? forced.config : published.config;
};
