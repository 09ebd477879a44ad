/** A pool: who may be rung, and in which order. */

/** How the people of a tier are ordered; defined exactly, with an example each, in `docs/routing.md`. */
export const strategies = [
  'least-recently-offered',
  'round-robin',
  'linear',
  'fewest-offers',
  'random',
  'weighted',
] as const;
export type Strategy = (typeof strategies)[number];

export type Pool = {
  readonly strategy: Strategy;
  /** At most this many numbers in one answer. */
  readonly maxAttempts: number;
  /** `one`: a single number an answer. Without state it is always a list, and after that for the rest of the visit. */
  readonly answer: 'list' | 'one';
  /** `on`: whoever is first in an answer is held for that call while he rings. */
  readonly leases: 'on' | 'off';
  /** So long after its first answer a hunt ends, whoever is left. */
  readonly huntDeadlineSeconds?: number | undefined;
  readonly sticky?: StickyRule | undefined;
  /** In the order of the list. */
  readonly members: readonly Member[];
  /** Pools whose members are tried after these, in this order. No cycles. */
  readonly overflow: readonly string[];
  /** When it is open; always, if not given. */
  readonly hours?: string | undefined;
  /** Owned by the table: `pools.yaml` has none. */
  readonly overrides: readonly Override[];
};

/** A person, or whoever's turn it is in a rotation. */
export type Member = {
  /** Lower tiers are tried first; a tier is used up before the next one begins. */
  readonly tier: number;
  /** For strategy `weighted`: his share of first offers, as a ratio to the others'. */
  readonly weight: number;
} & (
  | { readonly agent: string; readonly rotation?: undefined }
  | { readonly rotation: string; readonly agent?: undefined }
);

/** What people call whoever has this place. */
export const memberLabel = ({ agent, rotation }: Pick<Member, 'agent' | 'rotation'>): string =>
  agent ?? `rotation ${rotation}`;

/** One person in or out of one pool until a time, whatever rotation and hours say. */
export type Override = { readonly agent: string; readonly duty: 'in' | 'out'; readonly untilMs: number };

/** Whoever spoke with a caller last is offered first. */
export type StickyRule = {
  /** For so long after they spoke; at most `mostStickyHours`. */
  readonly withinHours: number;
  /** Unless he was offered so many calls within the last hour. */
  readonly maxOffersPerHour: number;
};

/** 90 days: so long the table keeps whom a caller spoke with. */
export const mostStickyHours = 90 * 24;
export const defaultMaxAttempts = 10;
export const defaultMaxOffersPerHour = 12;
