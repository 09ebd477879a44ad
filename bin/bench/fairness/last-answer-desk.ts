/** The other meaning of least recent, for comparison: whoever does not answer stays first for ever. */
import { type AgentName, agents, type Desk } from './desk.ts';

export const deskByLastAnswer = (): Desk => {
  const untilMs = new Map<AgentName, number>();
  const tried = new Set<AgentName>();
  const pick = (atMs: number) =>
    agents
      .filter((agent) => (untilMs.get(agent) ?? 0) <= atMs && !tried.has(agent))
      .toSorted((one, other) => (untilMs.get(one) ?? 0) - (untilMs.get(other) ?? 0))[0];
  return {
    first: (_call, atMs) => {
      tried.clear();
      return pick(atMs);
    },
    next: (_call, silent, atMs) => {
      tried.add(silent);
      return pick(atMs);
    },
    answer: (_call, agent, _atMs, until) => {
      untilMs.set(agent, until);
    },
  };
};
