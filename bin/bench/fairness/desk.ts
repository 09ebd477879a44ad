/** A small desk where one agent is away from his phone and nobody knows. */
export const agents = ['asha', 'bharat', 'chitra', 'deepak', 'esha'] as const;
export type AgentName = (typeof agents)[number];
/** In the middle of the list, so that he has a neighbour on either side. */
export const absent: AgentName = 'chitra';
export const present = agents.filter((agent) => agent !== absent);

/** Whoever picks the next phone to ring. */
export type Desk = {
  readonly first: (call: number, atMs: number) => AgentName | undefined;
  readonly next: (call: number, silent: AgentName, atMs: number) => AgentName | undefined;
  readonly answer: (call: number, agent: AgentName, atMs: number, untilMs: number) => void;
};
