/** Who joins a pool and who leaves it, as people say it: by name or by number. Pure. */
import { type Agent, agentOf, type Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { toE164 } from '../../functions/domain/phone.ts';
import { memberLabel, type Pool } from '../../functions/domain/pool.ts';
import type { Edit } from '../change/edits.ts';
import { withAgent, withMember, withoutMember } from '../change/edits.ts';
import { newcomerIn, type Unclear, type Whom, whomIn } from './whom.ts';

export type Membership =
  | { readonly kind: 'change'; readonly edit: Edit; readonly says: string }
  /** It is as it should be. */
  | { readonly kind: 'there'; readonly says: string }
  | { readonly kind: 'refused'; readonly why: string };

type Wanted = { readonly number: string; readonly agent?: string | undefined; readonly tier?: number | undefined };

/** The agent whose number it is, or the one of that name, who gets it, or a new one. */
export const joining = (id: string, pool: Pool, wanted: Wanted, config: Config): Membership => {
  const number = toE164(wanted.number, config.settings.dialPlan);
  if (number === undefined) return refused(notANumber(wanted.number));
  const owner = agentOf(number, config);
  const found =
    owner === undefined ? agentNamed(number, wanted.agent, config) : knownAgent(number, owner, wanted, config);
  if (found.kind === 'refused') return found;
  const { agent, who } = found;
  const isNew = entry(config.agents, agent) === undefined;
  const gets = owner === undefined && !isNew ? `${agent} gets the number ${number}` : undefined;
  const member = pool.members.find((one) => one.agent === agent);
  const tier = wanted.tier ?? member?.tier ?? 1;
  const isThere = member?.tier === tier;
  const place = isThere
    ? `is in pool ${id} already, tier ${tier}`
    : member === undefined
      ? `joins pool ${id}, tier ${tier}${isNew ? `, as a new agent: ${who.name}` : ''}`
      : `moves from tier ${member.tier} to tier ${tier} of pool ${id}`;
  const says = gets === undefined ? `${agent} (${number}) ${place}` : `${gets}; he ${place}`;
  if (isThere && gets === undefined) return { kind: 'there', says };
  const add = withMember(id, agent, tier);
  const numbers = owner === undefined ? [number] : [];
  return { kind: 'change', edit: (config) => add(withAgent(agent, who, numbers)(config)), says };
};

/** By the agent, or by a number of his. Also of a member who is no agent any more. */
export const leaving = (id: string, pool: Pool, word: string, config: Config): Membership => {
  const isMember = (agent: string) => pool.members.some((one) => one.agent === agent);
  const whom: Whom = isMember(word) ? { kind: 'agent', id: word } : whomIn(config.agents)(word);
  if (whom.kind === 'unclear') return refusedAs(whom);
  const agent = whom.kind === 'agent' ? whom.id : agentOf(toE164(word, config.settings.dialPlan), config);
  if (agent === undefined)
    return refused(`nobody has the name or the number ${JSON.stringify(word)}: ${membersOf(id, pool)}`);
  if (!isMember(agent)) return notAMember(id, pool, agent, config);
  if (pool.members.length === 1)
    return refused(
      `${agent} is the last member of pool ${id}: add somebody first, or send him home with npx dial-whom override add ${agent} --pool ${id} --out --until 18:00`,
    );
  return { kind: 'change', edit: withoutMember(id, agent), says: `${agent} leaves pool ${id}` };
};

type Found =
  | { readonly kind: 'found'; readonly agent: string; readonly who: Agent }
  | { readonly kind: 'refused'; readonly why: string };

const knownAgent = (number: string, owner: string, { agent }: Wanted, config: Config): Found => {
  const who = entry(config.agents, owner) ?? { name: owner, numbers: [number] };
  const whom = agent === undefined ? undefined : whomIn(config.agents)(agent);
  // Whoever has the number is one of several of that name, and the one who is meant.
  const isMeant = whom === undefined || (whom.kind === 'agent' ? whom.id === owner : agent === who.name);
  return isMeant
    ? { kind: 'found', agent: owner, who }
    : refused(`${number} is the number of ${owner} (${who.name}), not of ${agent}: leave out --agent, or correct it`);
};

const agentNamed = (number: string, name: string | undefined, { agents }: Config): Found => {
  if (name === undefined) return refused(`nobody has the number ${number} yet: name the agent with --agent NAME`);
  const known = whomIn(agents)(name);
  const whom = known.kind === 'nobody' ? newcomerIn(agents, name) : known;
  if (whom.kind === 'unclear') return refusedAs(whom);
  const who = entry(agents, whom.id) ?? { name, numbers: [] };
  return { kind: 'found', agent: whom.id, who: { ...who, numbers: [...who.numbers, number] } };
};

const notAMember = (id: string, pool: Pool, agent: string, { rotations }: Config): Membership => {
  const rotation = pool.members.find((one) => entry(rotations, one.rotation ?? '')?.agents.includes(agent))?.rotation;
  return rotation === undefined
    ? { kind: 'there', says: `${agent} is not in pool ${id}` }
    : refused(
        `${agent} is in pool ${id} by rotation ${rotation}: edit that in pools.yaml, or send him home with npx dial-whom override add ${agent} --pool ${id} --out --until 18:00`,
      );
};

const membersOf = (id: string, { members }: Pool): string => `in pool ${id} are ${members.map(memberLabel).join(', ')}`;

const notANumber = (text: string): string =>
  `${JSON.stringify(text.slice(0, 40))} is no phone number: write +919000000001, 09000000001 or 9000000001, or the like of your country`;

const refused = (why: string): { readonly kind: 'refused'; readonly why: string } => ({ kind: 'refused', why });

const refusedAs = ({ what, cure }: Unclear) => refused(`${what}: ${cure}`);
