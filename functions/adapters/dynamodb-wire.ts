/** Items as DynamoDB's JSON has them, where the SDK's document client would have them: plain in code, tagged on the wire. */
import { marshall, type marshallOptions, unmarshall } from '@aws-sdk/util-dynamodb';

type Fields = Readonly<Record<string, unknown>>;
type Translate = (item: Fields) => unknown;

const each = (items: unknown, translate: Translate) => (items as Fields[]).map(translate);
const perTable = (tables: unknown, inner: (table: unknown) => unknown) =>
  Object.fromEntries(Object.entries(tables as Fields).map(([name, table]) => [name, inner(table)]));
const withKeys = (table: unknown, translate: Translate) => ({
  ...(table as Fields),
  Keys: each((table as Fields).Keys, translate),
});

/** Where in a request or an answer items and parts of items are; everything else stands as it is. */
const places: Readonly<Record<string, (value: unknown, translate: Translate) => unknown>> = {
  Item: (value, translate) => translate(value as Fields),
  Key: (value, translate) => translate(value as Fields),
  Attributes: (value, translate) => translate(value as Fields),
  ExpressionAttributeValues: (value, translate) => translate(value as Fields),
  ExclusiveStartKey: (value, translate) => translate(value as Fields),
  LastEvaluatedKey: (value, translate) => translate(value as Fields),
  Items: each,
  RequestItems: (value, translate) => perTable(value, (table) => withKeys(table, translate)),
  UnprocessedKeys: (value, translate) => perTable(value, (table) => withKeys(table, translate)),
  Responses: (value, translate) => perTable(value, (items) => each(items, translate)),
};

const translated = (fields: Fields, translate: Translate): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value === undefined ? value : (places[name]?.(value, translate) ?? value),
    ]),
  );

/** All but sets of binary values, of which there are none. */
export const toWire = (input: Fields, options: marshallOptions): string =>
  JSON.stringify(
    translated(input, (item) => marshall(item, options)),
    withBase64,
  );

/** What a Buffer makes of itself in JSON is known here only from where it came. */
function withBase64(this: Fields, name: string, value: unknown): unknown {
  if (name !== 'B') return value;
  const own = this[name];
  return own instanceof Uint8Array ? Buffer.from(own).toString('base64') : value;
}

export const fromWire = (text: string): Fields => translated(parse(text), (item) => unmarshall(item as Wire));

type Wire = Parameters<typeof unmarshall>[0];

/** An item as DynamoDB gives it back with a condition that failed, which the SDK leaves as it is. */
export const parse = (text: string): Fields =>
  // Few items have binary values, and looking at each value takes longer than parsing it.
  /"B"\s*:\s*"/.test(text)
    ? JSON.parse(text, (name, value) =>
        name === 'B' && typeof value === 'string' ? Buffer.from(value, 'base64') : value,
      )
    : JSON.parse(text);
