/** What comes, goes and changes, part by part and field by field, in words. */
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { sameContent } from '../table/items.ts';
import { valueText } from './words.ts';

export const parts = ['settings', 'hours', 'rotations', 'agents', 'pools', 'applets'] as const;
export type Part = (typeof parts)[number];

export type FieldChange = { readonly field: string; readonly before: string; readonly after: string };
export type Difference = {
  readonly part: Part;
  readonly name: string;
  readonly kind: 'comes' | 'goes' | 'changes';
  readonly fields: readonly FieldChange[];
};

/** Members are told apart from this, and overrides are the table's; an offset is how a rotation keeps its turn. */
const untold = new Set(['members', 'overrides', 'offset', 'dialPlan']);

export const differencesBetween = (before: Config, after: Config): Difference[] =>
  parts.flatMap((part) => differencesIn(part, entriesOf(part, before), entriesOf(part, after)));

type Entries = Readonly<Record<string, object>>;

const entriesOf = (part: Part, config: Config): Entries =>
  part === 'settings' ? { settings: config.settings } : config[part];

const differencesIn = (part: Part, before: Entries, after: Entries): Difference[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name): Difference[] => {
    const [had, has] = [entry(before, name), entry(after, name)];
    if (had === undefined || has === undefined) {
      const fields = fieldChanges(had ?? {}, has ?? {});
      return [{ part, name, kind: had === undefined ? 'comes' : 'goes', fields: fields.filter(isSaid) }];
    }
    const fields = sameContent(had, has) ? [] : fieldChanges(had, has);
    return fields.length === 0 ? [] : [{ part, name, kind: 'changes', fields }];
  });

const fieldChanges = (before: object, after: object): FieldChange[] => {
  const [had, has] = [Object.entries(before), Object.entries(after)];
  return [...new Set([...had, ...has].map(([field]) => field))]
    .filter((field) => !untold.has(field))
    .flatMap((field) => {
      const [old, next] = [had, has].map((all) => all.find(([name]) => name === field)?.[1] as unknown);
      if (sameContent(old, next)) return [];
      return [{ field, before: valueText(field, old), after: valueText(field, next) }];
    });
};

/** Of something that comes or goes, what it does not say needs no mention. */
const isSaid = ({ before, after }: FieldChange): boolean => before !== after;
