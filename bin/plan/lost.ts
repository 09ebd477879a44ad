/** What bringing the table to a configuration would take away: from callers, and from whoever changed it otherwise. */
import { keys } from '../../functions/adapters/config-keys.ts';
import { pathOf } from '../../functions/adapters/item.ts';
import type { Drift } from '../change/drift.ts';
import type { Prepared } from '../change/prepare.ts';
import { asJson, itemsOf } from '../table/items.ts';
import { type Place, placeOf } from '../table/place.ts';
import type { RevisedEdit } from '../table/revised.ts';
import { dayTime } from '../terminal/times.ts';

/** In words. Nothing for what a file is for: who is in which pool, in which order, with which numbers. */
export const lostBy = (prepared: Prepared): string[] => [
  ...few(goneBy(prepared)),
  ...few(
    [...prepared.othersEdits, ...prepared.quickEdits].map(
      (edit) => `undone: ${editText(edit, prepared.config.settings.timeZone)}`,
    ),
  ),
  ...few(
    prepared.drift.filter(({ apply }) => apply !== 'keeps it').map((drift) => `edited by hand: ${driftText(drift)}`),
  ),
];

/** A terminal is no place for ten thousand of them. */
export const few = (lines: readonly string[]): readonly string[] =>
  lines.length <= 30
    ? lines
    : [...lines.slice(0, 20), `and ${lines.length - 20} more: npx dial-whom plan --json has all`];

/** People whom the fallback would not let go, and what goes altogether. */
export const goneBy = ({ losses, changes, applied, quickEdits, othersEdits, drift }: Prepared): string[] => {
  const removed = changes.remove.filter((item) => placeOf(item)?.kind !== 'member').map(pathOf);
  const own = new Set(applied === undefined || removed.length === 0 ? [] : itemsOf(applied).map(pathOf));
  const told = new Set([...quickEdits, ...othersEdits, ...drift].map(({ item }) => item));
  const gone = removed.filter((path) => own.has(path) && !told.has(path)).map(nameOf);
  return [
    ...losses,
    ...gone.filter((name) => !losses.some((loss) => loss.startsWith(`${name} is gone`))).map((name) => `${name} goes`),
  ];
};

/** `pool sales: ravi-kumar joined (by asha, Thu 26 Nov 09:00: "sick leave")` */
export const editText = ({ item, kind, fields, by, at, note, from }: RevisedEdit, timeZone: string): string => {
  const how = fields
    .map(({ field, before, now }) => {
      const text = field === 'order' ? membersText : valueText;
      return `${field} ${text(before)} -> ${text(now)}`;
    })
    .join('; ');
  const who = [by ?? 'somebody', ...(at === undefined ? [] : [dayTime(Date.parse(at), timeZone)])].join(', ');
  return `${nameOf(item)} ${placeIn(item)?.kind === 'member' ? memberVerbs[kind] : verbs[kind]}${how === '' ? '' : ` (${how})`} (${
    from === 'rollback' ? 'rollback by' : 'by'
  } ${who}${note === undefined ? '' : `: "${note}"`})`;
};

const verbs = { added: 'came', changed: 'changed', removed: 'went' } as const;
const memberVerbs = { added: 'joined', changed: 'changed', removed: 'left' } as const;

/** `AGENT#asha/META changed (tier 1, now 2): apply overwrites it` */
export const driftText = ({ item, kind, fields, apply }: Drift): string => {
  const changes = fields.map(({ field, applied, now }) => `${field} ${valueText(applied)}, now ${valueText(now)}`);
  return `${item} ${kind}${changes.length === 0 ? '' : ` (${changes.join('; ')})`}: apply ${apply}`;
};

const valueText = (value: unknown): string =>
  value === undefined ? 'none' : JSON.stringify(value, (_name, inner) => asJson(inner));

const membersText = (members: unknown): string => (members as readonly string[]).map(memberName).join(', ');
const memberName = (member: string): string => member.replace('rotation:', 'rotation ');

/** `POOL#sales/MEMBER#asha` as `pool sales: asha`, `CONFIG/HOURS#office` as `hours office`. */
const nameOf = (path: string): string => {
  const place = placeIn(path);
  if (place === undefined || place.kind === 'unknown') return path;
  if (place.kind === 'settings') return place.kind;
  if (place.kind === 'member' || place.kind === 'override') return `pool ${place.pool}: ${memberName(place.name)}`;
  return `${place.kind} ${place.name}`;
};

const placeIn = (path: string): Place | undefined => {
  const [pk = '', sk = ''] = path.split('/');
  // A pool as a whole stands for the order of its members.
  return placeOf({ pk, sk: sk === '' ? keys.pool('').sk : sk });
};
