/** Who is left of a hunt. */
import type { Config } from './config.ts';
import { numbersStillOffered } from './dialable-numbers.ts';
import { entry } from './entries.ts';
import { attemptsOf, type Hunt, headOf } from './hunt.ts';

/**
 * Whom the pinned plan still holds: nobody known rung, nobody the configuration has lost since, and nobody at all once
 * the hunt's deadline has passed. Who was at the head without a report (our answer was lost, or the fallback answered
 * instead) goes behind the rest, once.
 */
export const remaining = (hunt: Hunt, rung: readonly string[], config: Config, nowMs: number): string[] => {
  if (isOverdue(hunt, config, nowMs)) return [];
  const configured = numbersStillOffered(hunt.pool, config, nowMs);
  const heads = attemptsOf(hunt)
    .map(headOf)
    .filter((head) => head !== undefined);
  const timesAtHead = new Map<string, number>();
  for (const head of heads) timesAtHead.set(head, (timesAtHead.get(head) ?? 0) + 1);
  const hasRung = new Set(rung);
  const open = new Set(hunt.plan.filter((number) => configured.has(number) && !hasRung.has(number)));
  const unreportedHeads = [...open].filter((number) => timesAtHead.get(number) === 1);
  return [...[...open].filter((number) => !timesAtHead.has(number)), ...unreportedHeads];
};

/**
 * Is everybody known who rang in this visit before that number was reported? Not when somebody rang of whom we offered
 * somebody else: the fallback answered between, or an answer that could not be written. From then on lists are answered.
 */
export const isAllKnown = (hunt: Hunt, reported: string | undefined): boolean => {
  const attempts = attemptsOf(hunt);
  const last = attempts.at(-1);
  const isList = attempts.some(({ answer }) => answer.kind === 'offer' && answer.numbers.length > 1);
  return !isList && (reported === undefined || last === undefined || reported === headOf(last));
};

/** Has the pool's deadline for a whole hunt passed? */
const isOverdue = (hunt: Hunt, config: Config, nowMs: number): boolean => {
  const limit = entry(config.pools, hunt.pool)?.huntDeadlineSeconds;
  const [first] = attemptsOf(hunt);
  return limit !== undefined && first !== undefined && nowMs - first.atMs >= limit * 1000;
};
