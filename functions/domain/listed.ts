/**
 * What is named of many: fifty, as in a decision record, and how many more there are. The metrics of a line stand at its end,
 * and of one that is too long for CloudWatch the end is lost.
 */
const mostListed = 50;
/** Of each: as long as a sentence. An item that somebody wrote by hand may be as long as it likes. */
const mostCharacters = 300;

const short = (text: string): string => (text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text);

/** The last one is the count of those that are left out. */
export const firstOf = (all: readonly string[]): string[] => [
  ...all.slice(0, mostListed).map(short),
  ...(all.length > mostListed ? [`and ${all.length - mostListed} more`] : []),
];

/** The same of what is listed by name. */
export const firstNamed = (all: Readonly<Record<string, string>>): Record<string, string> => {
  const entries = Object.entries(all).map(([name, why]) => [short(name), short(why)]);
  return Object.fromEntries([
    ...entries.slice(0, mostListed),
    ...(entries.length > mostListed ? [['…', `and ${entries.length - mostListed} more`]] : []),
  ]);
};
