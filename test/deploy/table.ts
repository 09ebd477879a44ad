/** The deployed table as DynamoDB shows it. */
import type { Aws } from './aws.ts';
import { regions } from './cdk.ts';

/** All items, in a fixed order. */
export const itemsOf = async (aws: Aws, tableName: string): Promise<unknown[]> => {
  const [items] = await aws([
    { service: 'dynamodb', operation: 'scan', region: regions.Primary, args: { TableName: tableName }, query: 'Items' },
  ]);
  const text = (item: unknown) => JSON.stringify(item);
  return (items as unknown[]).sort((one, other) => (text(one) < text(other) ? -1 : 1));
};
