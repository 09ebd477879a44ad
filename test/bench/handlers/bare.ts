/** One UpdateItem by the bare SDK, or as many one after the other as the request says, and nothing around it. */
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';

const client = new DynamoDBClient({});

export const handler = async ({ queryStringParameters: query }: APIGatewayProxyEvent) => {
  for (let trip = 0; trip < Number(query?.trips ?? 1); trip += 1) {
    await client.send(
      new UpdateItemCommand({
        TableName: process.env.TABLE_NAME,
        Key: { pk: { S: `CALL#${query?.CallSid}` }, sk: { S: `TRIP#${trip}` } },
        UpdateExpression: 'ADD attempts :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
  }
  return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: '+919900112233' };
};
