/** Whose number is it? The agents of a table and of the rows of an import, by id, by name and by number. Pure. */
import { type Config, idPattern } from '../../functions/domain/config.ts';
import { isPlain } from '../plain-text.ts';
import { idOf } from '../pools/members.ts';
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

type Found =
  | { readonly kind: 'agent'; readonly id: string }
  | { readonly kind: 'flaw'; readonly what: string; readonly cure: string };

/** A row without an agent belongs to whoever has its number, by the table or by another row. */
export const peopleOf = (rows: readonly Row[], { agents }: Config): People => {
  const known = Object.entries(agents);
  const owners = new Map(known.flatMap(([id, { numbers }]) => numbers.map((number) => [number, id] as const)));
  const byName = Map.groupBy(known, ([, { name }]) => name);
  const newcomers = new Map<string, { readonly name: string; readonly line: number }>();
  const lines = new Map<string, number>();
  const flaws: Flaw[] = [];

  const agentCalled = (name: string, line: number): Found => {
    if (Object.hasOwn(agents, name)) return { kind: 'agent', id: name };
    const [namesake, ...others] = byName.get(name) ?? [];
    if (namesake !== undefined && others.length === 0) return { kind: 'agent', id: namesake[0] };
    if (namesake !== undefined) {
      const ids = [namesake, ...others].map(([id]) => id).join(', ');
      return flawed(`there are ${others.length + 1} agents of the name ${quote(name)}`, `write which of them: ${ids}`);
    }
    if (!isPlain(name)) return flawed(`${quote(name)} holds control characters`, 'write the name without them');
    const id = idOf(name);
    if (!idPattern.test(id))
      return flawed(`${quote(name)} cannot be a name`, 'use letters a to z, digits and -, at most 40');
    const other = Object.hasOwn(agents, id) ? agents[id]?.name : undefined;
    if (other !== undefined)
      return flawed(
        `${quote(name)} would be agent ${id}, who is ${quote(other)}`,
        `write ${id} if it is him, or else another name`,
      );
    const first = newcomers.get(id);
    if (first !== undefined && first.name !== name)
      return flawed(
        `${quote(name)} would be agent ${id}, as ${quote(first.name)} of line ${first.line}`,
        'write the same name if it is one person, or else another one',
      );
    if (first === undefined) newcomers.set(id, { name, line });
    return { kind: 'agent', id };
  };

  for (const { agent, number, line } of rows) {
    if (agent === undefined) continue;
    const found = agentCalled(agent, line);
    const owner = owners.get(number);
    if (found.kind === 'flaw') {
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

const flawed = (what: string, cure: string): Found => ({ kind: 'flaw', what, cure });

const quote = (text: string): string => JSON.stringify(text.slice(0, 60));
