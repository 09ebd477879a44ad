/** The index that lists calls by day: said here once, for the deployed table, the local one, and who reads it. */
export const callsIndex = {
  name: 'calls',
  /** `DAY#2026-11-25#3`: one of several parts of a day, because all calls of a day would be one hot partition. */
  partitionKey: 'day',
  /** A number. An item without either key is not in the index. */
  sortKey: 'startedMs',
  /** What a list shows without reading the calls themselves. */
  attributes: ['pool', 'caller', 'attemptCount', 'outcomes', 'end', 'told'],
} as const;
