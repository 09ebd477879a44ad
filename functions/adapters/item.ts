/** What the table holds, whatever it is of. */
export type Item = Readonly<Record<string, unknown>>;
export type Key = { readonly pk: string; readonly sk: string };

/** How an item is named in logs. */
export const pathOf = ({ pk, sk }: Item): string => `${pk}/${sk}`;
