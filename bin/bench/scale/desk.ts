/**
 * Whoever may be rung: pools of agents, one pool an applet, each as likely to be called as any other. Of a pool whoever was
 * offered least recently is first, within a second anybody, as the project's default strategy has it.
 */
import { call, utilisation } from './parameters.ts';
import type { Desk } from './shapes.ts';

type Agent = { readonly key: string; offeredMs: number; untilMs: number };

export type People = {
  readonly pools: number;
  readonly agents: number;
  readonly anyPool: () => number;
  /** Somebody of this pool, for an event about him. */
  readonly anybody: (pool: number) => Agent;
  /** Whoever is first, as he was seen at that time; nobody when all are on calls. `tried` are passed over. */
  readonly first: (pool: number, seenMs: number, tried: readonly Agent[]) => Agent | undefined;
  /** For as long as a call takes on average; not where nobody is held. */
  readonly hold: (agent: Agent, nowMs: number) => void;
};

/** An attempt rings, and one of a call's attempts becomes a conversation. */
const holdSeconds = call.ringSeconds + call.talkSeconds / call.attempts;

/** How many it takes for so many calls a second. */
const poolsFor = (desk: Desk, callsPerSecond: number): number =>
  desk.applets === 'as many as it takes'
    ? Math.ceil((callsPerSecond * call.attempts * holdSeconds) / utilisation / desk.agents)
    : desk.applets;

export const somePeople = (desk: Desk, callsPerSecond: number, random: () => number): People => {
  const pools = poolsFor(desk, callsPerSecond);
  const known = new Map<number, Agent[]>();
  const heldMs = () => -Math.log(random()) * holdSeconds * 1000;
  // As they are found in the middle of a day.
  const agentAt = (pool: number, index: number): Agent => ({
    key: `AGENT#${pool}-${index}`,
    offeredMs: -random() * holdSeconds * 1000,
    untilMs: desk.leases === 'on' && random() < utilisation ? heldMs() : 0,
  });
  const agentsOf = (pool: number): readonly Agent[] => {
    const agents = known.get(pool) ?? Array.from({ length: desk.agents }, (_, index) => agentAt(pool, index));
    known.set(pool, agents);
    return agents;
  };
  return {
    pools,
    agents: pools * desk.agents,
    anyPool: () => Math.floor(random() * pools),
    anybody: (pool) => agentsOf(pool)[Math.floor(random() * desk.agents)] as Agent,
    first: (pool, seenMs, tried) => {
      let [best, bestOffered, equals]: [Agent | undefined, number, number] = [undefined, Number.POSITIVE_INFINITY, 0];
      for (const agent of agentsOf(pool)) {
        if (agent.untilMs > seenMs || tried.includes(agent)) continue;
        const offered = Math.floor(agent.offeredMs / 1000);
        equals = offered === bestOffered ? equals + 1 : 1;
        if (offered > bestOffered || (offered === bestOffered && random() * equals >= 1)) continue;
        [best, bestOffered] = [agent, offered];
      }
      return best;
    },
    hold: (agent, nowMs) => {
      agent.offeredMs = nowMs;
      if (desk.leases === 'on') agent.untilMs = nowMs + heldMs();
    },
  };
};
