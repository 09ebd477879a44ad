/** The deployed table as DynamoDB shows it. */
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { canaryPrefix } from '../../functions/domain/canary.ts';
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

/** All items in a fixed order, but for what is remembered of the canaries' own calls: they come each minute. */
export const itemsOf = async (aws: Aws, tableName: string): Promise<unknown[]> => {
  const [items] = await aws([
    { service: 'dynamodb', operation: 'scan', region: regions.Primary, args: { TableName: tableName }, query: 'Items' },
  ]);
  const text = (item: unknown) => JSON.stringify(item);
  const isProbe = ({ pk }: { readonly pk: { readonly S: string } }) => pk.S.startsWith(`CALL#${canaryPrefix}`);
  const others = (items as Parameters<typeof isProbe>[0][]).filter((item) => !isProbe(item));
  return others.sort((one, other) => (text(one) < text(other) ? -1 : 1));
};
