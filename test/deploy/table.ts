/** The deployed table as DynamoDB shows it. */
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Aws } from './aws.ts';
import { regions } from './cdk.ts';

/** One item, or `undefined`. */
export const itemOf = async (
  aws: Aws,
  tableName: string,
  { pk, sk }: { readonly pk: string; readonly sk: string },
): Promise<Record<string, unknown> | undefined> => {
  const args = { TableName: tableName, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true };
  const [item] = await aws([
    { service: 'dynamodb', operation: 'get_item', region: regions.Primary, args, query: 'Item' },
  ]);
  return item ? unmarshall(item as Parameters<typeof unmarshall>[0]) : undefined;
};

/** All items, in a fixed order. */
export const itemsOf = async (aws: Aws, tableName: string): Promise<unknown[]> => {
  const [items] = await aws([
    { service: 'dynamodb', operation: 'scan', region: regions.Primary, args: { TableName: tableName }, query: 'Items' },
  ]);
  const text = (item: unknown) => JSON.stringify(item);
  return (items as unknown[]).sort((one, other) => (text(one) < text(other) ? -1 : 1));
};
