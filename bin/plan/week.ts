/** Who is on duty in which pool at each moment of a timeline: what routing asks for one moment, for all of them at once. */
import { poolsFrom } from '../../functions/domain/candidates.ts';
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { isDialable } from '../../functions/domain/phone.ts';
import type { Pool } from '../../functions/domain/pool.ts';
import { type RosterEntry, rosterOf } from '../../functions/domain/roster.ts';
import type { Timeline } from './timeline.ts';

/** Somebody's place, with 1 at each moment at which he is on duty there and has a number that may be dialled. */
export type Presence = { readonly place: RosterEntry; readonly at: Uint8Array };

/** At each moment: `nobody`, `several`, or the index of the only one, counted from 1. */
export type Cover = Int32Array;
export const [nobody, several] = [0, -1];

export type Week = {
  readonly config: Config;
  readonly moments: readonly number[];
  readonly presences: (pool: string) => readonly Presence[];
  /** Whom callers of that pool can reach, its overflow included. */
  readonly cover: (pool: string) => Cover;
  /** Whose index this is in a cover. */
  readonly nameOf: (index: number) => string;
  /** `undefined` is always. */
  readonly open: (hours: string | undefined) => Uint8Array | undefined;
};

export const weekOf = (config: Config, timeline: Timeline): Week => {
  const { moments } = timeline;
  const agents = Object.keys(config.agents);
  const indices = new Map(agents.map((agent, index) => [agent, index + 1]));
  const open = (name: string | undefined): Uint8Array | undefined => {
    const hours = name === undefined ? undefined : entry(config.hours, name);
    return hours && openOf(name ?? '', () => timeline.open(hours));
  };
  const openOf = once<Uint8Array>();
  const turnsOf = once<readonly (string | undefined)[]>();
  const turns = (name: string) =>
    turnsOf(name, () => {
      const rotation = entry(config.rotations, name);
      return rotation === undefined ? [] : timeline.turns(rotation, config.hours);
    });

  /** Shared by all who keep the same hours: in a large configuration that is nearly everybody. */
  const byHours = (pool: string | undefined, own: string | undefined) =>
    sharedOf(JSON.stringify([pool, own]), () => {
      const [isOpen, isOwn] = [open(pool), open(own)];
      return Uint8Array.from(moments, (_, moment) => (isOpen?.[moment] === 0 || isOwn?.[moment] === 0 ? 0 : 1));
    });
  const sharedOf = once<Uint8Array>();
  const never = new Uint8Array(moments.length);

  const presence = (pool: Pool, { agent, rotation }: RosterEntry): Uint8Array => {
    const own = entry(config.agents, agent);
    if (!own?.numbers.some((number) => isDialable(number, config.settings))) return never;
    const overrides = pool.overrides.filter((override) => override.agent === agent);
    const isMember = rotation !== undefined || pool.members.some((member) => member.agent === agent);
    const regular = isMember ? byHours(pool.hours, rotation === undefined ? own.hours : undefined) : never;
    if (rotation === undefined && overrides.length === 0) return regular;
    const turn = rotation === undefined ? undefined : turns(rotation);
    return regular.map((isOnDuty, moment) => {
      const override = overrides.find(({ untilMs }) => untilMs > (moments[moment] ?? 0));
      if (override !== undefined) return override.duty === 'in' ? 1 : 0;
      return turn === undefined || turn[moment] === agent ? isOnDuty : 0;
    });
  };

  const presencesOf = once<readonly Presence[]>();
  const presences = (id: string) =>
    presencesOf(id, () => {
      const pool = entry(config.pools, id);
      return pool === undefined
        ? []
        : rosterOf(pool, config, moments[0] ?? 0).map((place) => ({ place, at: presence(pool, place) }));
    });

  const coverOf = once<Cover>();
  const cover = (id: string) =>
    coverOf(id, () => {
      const all = new Int32Array(moments.length);
      const places = poolsFrom(id, config).flatMap((one) => presences(one.id));
      for (const [at, agents] of twoOfEach(places)) {
        for (const index of agents.map((agent) => indices.get(agent) ?? nobody)) {
          for (let moment = 0; moment < all.length; moment += 1) {
            if (at[moment] === 0 || all[moment] === index) continue;
            all[moment] = all[moment] === nobody ? index : several;
          }
        }
      }
      return all;
    });

  return { config, moments, presences, cover, nameOf: (index) => agents[index - 1] ?? '', open };
};

/** Of those who are on duty at the same moments: a third adds nothing to several. */
const twoOfEach = (places: readonly Presence[]): ReadonlyMap<Uint8Array, readonly string[]> => {
  const groups = new Map<Uint8Array, string[]>();
  for (const { place, at } of places) {
    const agents = groups.get(at) ?? [];
    if (agents.length < 2 && !agents.includes(place.agent)) groups.set(at, [...agents, place.agent]);
  }
  return groups;
};

const once = <T>(): ((key: string, compute: () => T) => T) => {
  const known = new Map<string, T>();
  return (key, compute) => {
    const value = known.get(key) ?? compute();
    known.set(key, value);
    return value;
  };
};
