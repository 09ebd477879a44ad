/** Entries of a record by their names. */

/** The entry of that id, and never something inherited such as `constructor`: ids come from URLs. */
export const entry = <T>(entries: Readonly<Record<string, T>>, id: string): T | undefined =>
  Object.hasOwn(entries, id) ? entries[id] : undefined;

/** For `Object.fromEntries`: one entry, or none without a value. */
export const entriesOf = <T>(id: string, value: T | undefined): [string, T][] =>
  value === undefined ? [] : [[id, value]];
