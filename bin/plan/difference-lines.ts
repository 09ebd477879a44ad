/** One thing that comes, goes or changes, in lines for people. */
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { green, plain, red } from '../terminal/paint.ts';
import type { Difference, FieldChange } from './differences.ts';

const signs = { comes: '+', goes: '-', changes: '~' } as const;
const paints = { comes: green, goes: red, changes: plain } as const;

/** `+ night comes`, in its colour. */
export const signed = (kind: Difference['kind'], text: string): string => paints[kind](`${signs[kind]} ${text}`);

export const differenceLines = ({ part, name, kind, fields }: Difference, agents: Config['agents']): string[] => {
  const who = part === 'agents' ? personOf(name, agents) : name;
  if (kind === 'changes') return [signed(kind, who), ...fields.map((field) => `    ${changeText(field)}`)];
  const said = fields
    .filter(({ field }) => field !== 'name')
    .map(({ field, before, after }) => `${field} ${kind === 'comes' ? after : before}`);
  return [signed(kind, `${who} ${kind}${said.length === 0 ? '' : `: ${said.join(', ')}`}`)];
};

/** Of long lists, and of days, only what is another. */
export const changeText = ({ field, before, after }: FieldChange): string => {
  const separator = field === 'routes' ? '; ' : ', ';
  const [had, has] = [before.split(separator), after.split(separator)];
  const [lost, won] = [had.filter((one) => !has.includes(one)), has.filter((one) => !had.includes(one))];
  const isLong = had.length + has.length > 6 && lost.length + won.length > 0;
  if (!isLong) return `${field}: ${before} -> ${after}`;
  const texts = [
    ...(lost.length === 0 ? [] : [`no more ${lost.join(separator)}`]),
    ...(won.length === 0 ? [] : [`new ${won.join(separator)}`]),
  ];
  return `${field}: ${texts.join('; ')}`;
};

/** Once, where it stays the same. */
export const beforeAfter = (before: string, after: string): string =>
  before === after ? `${after}, as before` : `${before} -> ${after}`;

/** `asha (Asha Rao)`; what is no agent stays as it is. */
export const personOf = (id: string, agents: Config['agents']): string => {
  const name = entry(agents, id)?.name;
  return name === undefined ? id : `${id} (${name})`;
};
