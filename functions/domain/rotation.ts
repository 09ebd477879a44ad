/** On-call rotations: whose turn it is. Pure; counts turns by calendar days, so no clock change shifts a handover. */
import { entry } from './entries.ts';
import { dayReached, daysAfter, type Hours, hasIntervals, isOpen } from './schedule.ts';

export type Rotation = {
  /** In the order of their turns. */
  readonly agents: readonly string[];
  /** IANA name. */
  readonly timeZone: string;
  /** The day on which the first turn begins: `2026-11-02`. */
  readonly start: string;
  /** When one hands over to the next, in minutes of the day; the first time the clock shows it. */
  readonly handoverMinute: number;
  readonly turnDays: number;
  /** Somebody is on duty only within these hours, and turns wholly outside them do not count. */
  readonly hours?: string | undefined;
  /** Added to the count of turns, so that an edited rotation goes on with the person who is on duty. */
  readonly offset: number;
};

/** Whose turn it is, or nobody's outside its hours. Hours that somebody deleted by hand do not silence a line. */
export const whoseTurn = (
  rotation: Rotation,
  hours: Readonly<Record<string, Hours>>,
  nowMs: number,
): string | undefined => {
  const own = hoursOf(rotation, hours);
  if (own !== undefined && !isOpen(own, nowMs)) return undefined;
  return rotation.agents[turnIndex(rotation, own, nowMs)];
};

/** Whose turn is counted, be it within the hours of the rotation or outside them. For people, not for decisions. */
export const turnAt = (rotation: Rotation, hours: Readonly<Record<string, Hours>>, nowMs: number): string | undefined =>
  rotation.agents[turnIndex(rotation, hoursOf(rotation, hours), nowMs)];

type Rotas = {
  readonly rotations: Readonly<Record<string, Rotation>>;
  readonly hours: Readonly<Record<string, Hours>>;
};

/**
 * Rotations that were edited, with the offset that leaves whoever is on duty there until the next handover; if he was
 * removed, whoever would have followed him of those that are left. One that was not edited stays as it was.
 */
export const keepTurns = (before: Rotas, after: Rotas, nowMs: number): Readonly<Record<string, Rotation>> =>
  Object.fromEntries(
    Object.entries(after.rotations).map(([name, rotation]) => {
      const old = entry(before.rotations, name);
      return [name, old === undefined ? rotation : keepTurn([old, before.hours], [rotation, after.hours], nowMs)];
    }),
  );

type Rota = readonly [rotation: Rotation, hours: Readonly<Record<string, Hours>>];

const keepTurn = ([before, hoursBefore]: Rota, [after, hoursAfter]: Rota, nowMs: number): Rotation => {
  const index = turnIndex(before, hoursOf(before, hoursBefore), nowMs);
  const inOrder = before.agents.map((_agent, step) => before.agents[(index + step) % before.agents.length]);
  const kept = inOrder.find((agent) => agent !== undefined && after.agents.includes(agent));
  if (kept === undefined) return after;
  // With the old offset nobody moves unless something that decides turns was edited.
  const edited = { ...after, offset: before.offset };
  const shift = after.agents.indexOf(kept) - turnIndex(edited, hoursOf(after, hoursAfter), nowMs);
  return shift === 0 ? edited : { ...edited, offset: modulo(edited.offset + shift, after.agents.length) };
};

const hoursOf = ({ hours: name }: Rotation, hours: Readonly<Record<string, Hours>>): Hours | undefined =>
  name === undefined ? undefined : entry(hours, name);

const turnIndex = (rotation: Rotation, own: Hours | undefined, nowMs: number): number => {
  const { timeZone, handoverMinute, start, turnDays, agents, offset } = rotation;
  const days = daysAfter(start, dayReached(timeZone, handoverMinute, nowMs));
  return modulo(countTurns(Math.floor(days / turnDays), rotation, own) + offset, agents.length);
};

/** Turns between the first and that one; Friday's person is not on duty again on Monday because of the weekend. */
const countTurns = (turn: number, { start, turnDays }: Rotation, own: Hours | undefined): number => {
  if (own === undefined) return turn;
  const counts = (one: number) =>
    Array.from({ length: turnDays }, (_, day) => day).some((day) => hasIntervals(own, start, one * turnDays + day));
  let count = 0;
  for (let one = Math.min(0, turn); one < Math.max(0, turn); one += 1) if (counts(one)) count += 1;
  return turn < 0 ? -count : count;
};

const modulo = (value: number, length: number): number => ((value % length) + length) % length;
