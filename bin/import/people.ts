/** Whose number is it? The agents of a table and of the rows of an import, by id, by name and by number. Pure. */
import type { Config } from '../../functions/domain/config.ts';
import { type Meant, newcomerIn, quote, unclear, whomIn } from '../pools/whom.ts';
import type { Flaw } from './csv.ts';
import type { Row } from './rows.ts';

export type People = {
  /** By number: the id of the agent. */
  readonly owners: ReadonlyMap<string, string>;
  /** By id, in the order of the rows: those the table does not have. */
  readonly newcomers: ReadonlyMap<string, { readonly name: string; readonly line: number }>;
  /** By number: the line that brings it. */
  readonly lines: ReadonlyMap<string, number>;
  readonly flaws: readonly Flaw[];
};

/** A row without an agent belongs to whoever has its number, by the table or by another row. */
export const peopleOf = (rows: readonly Row[], { agents }: Config): People => {
  const known = Object.entries(agents);
  const owners = new Map(known.flatMap(([id, { numbers }]) => numbers.map((number) => [number, id] as const)));
  const whomBy = whomIn(agents);
  const newcomers = new Map<string, { readonly name: string; readonly line: number }>();
  const lines = new Map<string, number>();
  const flaws: Flaw[] = [];

  const agentCalled = (name: string, line: number): Meant => {
    const whom = whomBy(name);
    if (whom.kind !== 'nobody') return whom;
    const made = newcomerIn(agents, name);
    if (made.kind === 'unclear') return made;
    const first = newcomers.get(made.id);
    if (first !== undefined && first.name !== name)
      return unclear(
        `${quote(name)} would be agent ${made.id}, as ${quote(first.name)} of line ${first.line}`,
        'write the same name if it is one person, or else another one',
      );
    if (first === undefined) newcomers.set(made.id, { name, line });
    return made;
  };

  for (const { agent, number, line } of rows) {
    if (agent === undefined) continue;
    const found = agentCalled(agent, line);
    const owner = owners.get(number);
    if (found.kind === 'unclear') {
      flaws.push({ line, path: 'agent', what: found.what, cure: found.cure });
    } else if (owner === undefined) {
      owners.set(number, found.id);
      lines.set(number, line);
    } else if (owner !== found.id) {
      const where = lines.has(number) ? ` by line ${lines.get(number)}` : '';
      const what = `${number} is the number of ${owner}${where}, not of ${quote(agent)}`;
      flaws.push({ line, path: 'number', what, cure: 'a number belongs to one agent: correct one of the two' });
    }
  }
  for (const { agent, number, line } of rows)
    if (agent === undefined && !owners.has(number))
      flaws.push({ line, path: 'agent', what: `nobody has the number ${number} yet`, cure: 'name the agent' });
  return { owners, newcomers, lines, flaws };
};
