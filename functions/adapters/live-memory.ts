/** What this process has read of agents of late, so that of a large pool only those are read anew who matter. */
import type { Live, LiveView } from '../domain/live.ts';
import type { Clock, LiveStore } from '../domain/ports.ts';
import { ageMsOf } from './memory-age.ts';

/** About as many as one BatchGetItem takes: fewer are read faster than they are chosen. */
const fewAgents = 100;

/** For so long somebody whom no decision looks at first may stand as he was read last. */
const goodForMs = 10_000;

type Seen = { readonly atMs: number; readonly live: Live | undefined };

/**
 * Of more than a hundred agents a read asks the table only for those `wantedFirst`; the others may be ten seconds old. What is
 * recalled has no version, so that no change is made on condition of it.
 */
export const rememberLives = (store: LiveStore, clock: Clock): LiveStore => {
  const seen = new Map<string, Seen>();

  /** `undefined` unless all of them are known. */
  const recalled = (agents: readonly string[]): Map<string, Live> | undefined => {
    const view = new Map<string, Live>();
    const nowMs = clock();
    for (const agent of agents) {
      const one = seen.get(agent);
      if (one === undefined || ageMsOf(one.atMs, nowMs) > goodForMs) return undefined;
      if (one.live !== undefined) view.set(agent, one.live);
    }
    return view;
  };

  const remember = (agents: readonly string[], view: LiveView, atMs: number): void => {
    for (const agent of agents) {
      const live = view.get(agent);
      // Nothing may be changed on condition of a version that is from memory.
      seen.set(agent, { atMs, live: live && { ...live, version: undefined } });
    }
  };

  return {
    ...store,
    read: async (agents, wantedFirst) => {
      if (agents.length <= fewAgents) return store.read(agents);
      const view = wantedFirst && recalled(agents);
      const wanted = view && wantedFirst ? wantedFirst(view) : agents;
      const atMs = clock();
      const reading = await store.read(wanted);
      if (reading.kind !== 'found') return reading;
      const isWhole = reading.partialBecause === undefined;
      if (isWhole) remember(wanted, reading.view, atMs);
      if (view === undefined) return reading;
      // Somebody without an item was forgotten, unless he is among those who were left over.
      if (isWhole) for (const agent of wanted) view.delete(agent);
      return { ...reading, view: new Map([...view, ...reading.view]) };
    },
  };
};
