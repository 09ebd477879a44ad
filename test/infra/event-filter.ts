/** What a filter of an event source mapping lets through: as Lambda does, for the kinds of patterns that are used here. */

/** Whether a record passes one of the filters. Throws on a kind of pattern it does not know. */
export const passes = (filters: readonly { readonly Pattern: string }[], record: object): boolean =>
  filters.some(({ Pattern }) => matches(JSON.parse(Pattern), record));

/** Every field of a pattern must match, whatever else the record has; a list is met by one of its entries. */
const matches = (pattern: unknown, value: unknown): boolean => {
  if (Array.isArray(pattern)) return pattern.some((one) => isMet(one, value));
  if (typeof pattern !== 'object' || pattern === null) throw new Error(`no pattern: ${JSON.stringify(pattern)}`);
  const fields = (value ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(pattern).every(([name, part]) => matches(part, fields[name]));
};

const isMet = (rule: unknown, value: unknown): boolean => {
  if (typeof rule === 'string') return value === rule;
  const [[kind, prefix] = [], ...others] = Object.entries(rule as object);
  if (kind !== 'prefix' || others.length > 0) throw new Error(`unknown rule: ${JSON.stringify(rule)}`);
  return typeof value === 'string' && value.startsWith(String(prefix));
};
