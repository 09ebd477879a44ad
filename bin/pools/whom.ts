/** Whom does a word mean that somebody wrote for an agent? Pure. */
import { type Config, idPattern } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { isPlain } from '../terminal/plain-text.ts';

type Agents = Config['agents'];

export type Unclear = { readonly kind: 'unclear'; readonly what: string; readonly cure: string };
export type Meant = { readonly kind: 'agent'; readonly id: string } | Unclear;
export type Whom = Meant | { readonly kind: 'nobody' };

/** By id before name: whoever writes an id has looked it up, and it may be the name of somebody else. */
export const whomIn = (agents: Agents): ((word: string) => Whom) => {
  const byName = Map.groupBy(Object.keys(agents), (id) => agents[id]?.name);
  return (word) => {
    const [id, ...others] = entry(agents, word) === undefined ? (byName.get(word) ?? []) : [word];
    if (id === undefined) return { kind: 'nobody' };
    if (others.length === 0) return { kind: 'agent', id };
    const ids = [id, ...others];
    return unclear(
      `there are ${ids.length} agents of the name ${quote(word)}`,
      `write which of them: ${ids.join(', ')}`,
    );
  };
};

/** The id that somebody gets whom nobody has heard of: `ravi-kumar` for Ravi Kumar. */
export const newcomerIn = (agents: Agents, name: string): Meant => {
  if (!isPlain(name)) return unclear(`${quote(name)} holds control characters`, 'write the name without them');
  const id = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  if (!idPattern.test(id))
    return unclear(`${quote(name)} cannot be a name`, 'use letters a to z, digits and -, at most 40');
  const other = entry(agents, id);
  return other === undefined
    ? { kind: 'agent', id }
    : unclear(
        `${quote(name)} would be agent ${id}, who is ${quote(other.name)}`,
        `write ${id} if it is him, or else another name`,
      );
};

export const unclear = (what: string, cure: string): Unclear => ({ kind: 'unclear', what, cure });

export const quote = (text: string): string => JSON.stringify(text.slice(0, 60));
