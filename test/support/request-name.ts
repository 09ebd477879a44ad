/** What a request of ours is for, told from what goes over the wire: faults are meant for one kind of request. */
import type { IncomingHttpHeaders } from 'node:http';

export const requestNames = [
  /** Routes, pools, people, shared settings, and whole revisions of all that. */
  'config read',
  /** The hunts of a call. */
  'state read',
  /** What is known of agents now. */
  'view',
  /** One attempt of a hunt. */
  'cursor write',
  /** Anything that is changed of an agent: he is held, noted, or let go. */
  'claim',
  'snapshot read',
  'snapshot write',
  /** Whom a caller spoke with, calls of a day, tables: nothing that faults are asked for by name. */
  'other',
] as const;
export type RequestName = (typeof requestNames)[number];

export type SentRequest = {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** Whoever names an operation talks to DynamoDB, and everybody else to S3. */
export const isToDynamo = ({ headers }: Pick<SentRequest, 'headers'>): boolean => headers['x-amz-target'] !== undefined;

/** More than one where it asks for items of several kinds. */
export const namesOf = (sent: SentRequest): RequestName[] => {
  if (!isToDynamo(sent)) return [sent.method === 'PUT' ? 'snapshot write' : 'snapshot read'];
  const operation = operationOf(sent);
  const isWrite = operation === 'PutItem' || operation === 'UpdateItem';
  return [...new Set(keysIn(JSON.parse(sent.body) as Command).map((key) => nameOf(key, isWrite)))];
};

const nameOf = ({ pk, sk }: ReturnType<typeof keysIn>[number], isWrite: boolean): RequestName => {
  if (pk.startsWith('CALL#')) return isWrite ? 'cursor write' : 'state read';
  if (pk.startsWith('AGENT#') && sk === 'LIVE') return isWrite ? 'claim' : 'view';
  if (!isWrite && /^(?:CONFIG$|HISTORY$|APPLET#|POOL#|AGENT#)/.test(pk)) return 'config read';
  return 'other';
};

/** Of DynamoDB: `DynamoDB_20120810.Query`. */
export const operationOf = ({ headers }: Pick<SentRequest, 'headers'>): string =>
  String(headers['x-amz-target']).split('.')[1] ?? '';

/** Every partition that a request to DynamoDB names, which is what IAM calls its leading keys. */
export const partitionsOf = ({ body }: Pick<SentRequest, 'body'>): string[] =>
  keysIn(JSON.parse(body) as Command).map(({ pk }) => pk);

/** Every attribute that an update names, which IAM looks at as well: those of its key and of its expressions. */
export const attributesOf = ({ body }: Pick<SentRequest, 'body'>): string[] => {
  const {
    Key = {},
    UpdateExpression = '',
    ConditionExpression = '',
    ExpressionAttributeNames = {},
  } = JSON.parse(body) as Command;
  const words = `${UpdateExpression} ${ConditionExpression}`.match(/[:#]?\w+/g) ?? [];
  const names = words.filter((word) => !word.startsWith(':') && !expressionWords.has(word));
  return [...new Set([...Object.keys(Key), ...names.map((name) => ExpressionAttributeNames[name] ?? name)])];
};

const expressionWords = new Set(
  'SET REMOVE ADD DELETE AND OR NOT IN attribute_exists attribute_not_exists if_not_exists'.split(' '),
);

type Attributes = Readonly<Record<string, { readonly S?: string } | undefined>>;

type Command = {
  readonly Key?: Attributes;
  readonly Item?: Attributes;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys?: readonly Attributes[] }>>;
  readonly ExpressionAttributeValues?: Attributes;
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
};

/** The items it is about; of a query the partition. */
const keysIn = ({ Key, Item, RequestItems = {}, ExpressionAttributeValues }: Command) => {
  const many = Object.values(RequestItems).flatMap(({ Keys = [] }) => Keys);
  const keys = many.length > 0 ? many : [Key ?? Item ?? {}];
  return keys.map(({ pk, sk }) => ({ pk: pk?.S ?? ExpressionAttributeValues?.[':pk']?.S ?? '', sk: sk?.S }));
};
