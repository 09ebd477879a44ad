/**
 * Items as DynamoDB's JSON has them: plain in code, tagged on the wire, as the SDK's document client would have them. What
 * the SDK's `util-dynamodb` takes longer is in `docs/performance.md`, and a test holds this to the SDK.
 */

type Fields = Readonly<Record<string, unknown>>;
type Translate = (item: Fields) => Fields;

const each = (items: unknown, translate: Translate) => (items as Fields[]).map(translate);
const perTable = (tables: unknown, inner: (table: unknown) => unknown) =>
  Object.fromEntries(Object.entries(tables as Fields).map(([name, table]) => [name, inner(table)]));
const withKeys = (table: unknown, translate: Translate) => ({
  ...(table as Fields),
  Keys: each((table as Fields).Keys, translate),
});

const one = (value: unknown, translate: Translate) => translate(value as Fields);

/** Where in a request or an answer items and parts of items are; everything else stands as it is. */
const places: Readonly<Record<string, (value: unknown, translate: Translate) => unknown>> = {
  Item: one,
  Key: one,
  Attributes: one,
  ExpressionAttributeValues: one,
  ExclusiveStartKey: one,
  LastEvaluatedKey: one,
  Items: each,
  RequestItems: (value, translate) => perTable(value, (table) => withKeys(table, translate)),
  UnprocessedKeys: (value, translate) => perTable(value, (table) => withKeys(table, translate)),
  Responses: (value, translate) => perTable(value, (items) => each(items, translate)),
};

const translated = (fields: Fields, translate: Translate): Fields => {
  const all: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    all[name] = value === undefined ? value : (places[name]?.(value, translate) ?? value);
  }
  return all;
};

/** What is undefined is left out. */
export const toWire = (input: Fields): string => JSON.stringify(translated(input, taggedItem));

/** Throws on what is no JSON, and on a type that DynamoDB does not have. */
export const fromWire = (text: string): Fields => translated(JSON.parse(text), plainItem);

const taggedItem = (item: Fields): Fields => {
  const all: Record<string, unknown> = {};
  for (const name of Object.keys(item)) {
    const value = item[name];
    if (value !== undefined) define(all, name, tagged(value));
  }
  return all;
};

/** An item as DynamoDB has it. The SDK gives one back like that with a condition that failed, bytes in it as bytes. */
export const plainItem = (item: Fields): Fields => {
  const all: Record<string, unknown> = {};
  for (const name of Object.keys(item)) define(all, name, plain(item[name] as Fields));
  return all;
};

/** An attribute may have any name. */
const define = (fields: Record<string, unknown>, name: string, value: unknown): void => {
  if (name === '__proto__') Object.defineProperty(fields, name, { value, enumerable: true });
  else fields[name] = value;
};

const tagged = (value: unknown): Fields => {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number' || typeof value === 'bigint') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return { L: value.filter((inner) => inner !== undefined).map(tagged) };
  if (value instanceof Set) return taggedSet([...value]);
  return { M: taggedItem(value as Fields) };
};

/** Of texts or of numbers. */
const taggedSet = (values: readonly unknown[]): Fields =>
  typeof values[0] === 'string' ? { SS: values } : { NS: values.map(String) };

const plain = (value: Fields): unknown => {
  const [type = ''] = Object.keys(value);
  return (untag[type] ?? unknownType(type))(value[type]);
};

/** An item edited by hand may have numbers of 38 digits. */
const numberOf = (text: unknown): unknown => {
  const number = Number(text);
  return Math.abs(number) > Number.MAX_SAFE_INTEGER && /^-?\d+$/.test(String(text)) ? BigInt(String(text)) : number;
};

const bytesOf = (value: unknown): unknown => (typeof value === 'string' ? Buffer.from(value, 'base64') : value);

const untag: Readonly<Record<string, (value: unknown) => unknown>> = {
  S: (value) => value,
  N: numberOf,
  BOOL: (value) => value,
  NULL: () => null,
  B: bytesOf,
  M: (value) => plainItem(value as Fields),
  L: (value) => (value as Fields[]).map(plain),
  SS: (value) => new Set(value as string[]),
  NS: (value) => new Set((value as string[]).map(numberOf)),
  BS: (value) => new Set((value as unknown[]).map(bytesOf)),
};

const unknownType = (type: string) => (): never => {
  throw new Error(`DynamoDB sent a value of the type ${type}, which is none`);
};
