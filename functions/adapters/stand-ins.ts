/** Agents as they were last, because their items cannot be used: a number that is another's by now would be rung by two calls. */
import type { Agent, Config } from '../domain/config.ts';
import { entriesOf } from '../domain/entries.ts';
import { keys } from './config-keys.ts';
import { pathOf } from './item.ts';

/** Nobody, where no number is left. */
export const withoutTaken = (standIn: Agent, taken: ReadonlySet<string>): Agent | undefined => {
  const numbers = standIn.numbers.filter((number) => !taken.has(number));
  return numbers.length > 0 ? { ...standIn, numbers } : undefined;
};

/** Those of whose items there are `reasons`, by path, have no number of those who are as their own items say. */
export const withNumbersOnce = (
  agents: Config['agents'],
  reasons: Readonly<Record<string, string>>,
): Record<string, Agent> => {
  const all = Object.entries(agents);
  const standsIn = (id: string) => reasons[pathOf(keys.agent(id))] !== undefined;
  const taken = new Set(all.flatMap(([id, { numbers }]) => (standsIn(id) ? [] : numbers)));
  return Object.fromEntries(
    all.flatMap(([id, agent]) => entriesOf(id, standsIn(id) ? withoutTaken(agent, taken) : agent)),
  );
};
