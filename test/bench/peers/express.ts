/**
 * The same question answered as a competent user would with Express behind a Lambda adapter: a list in DynamoDB, a count of
 * attempts a call, each attempt one number further. No claim, no repeat, no outcome, no deadline.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import express from 'express';
import serverless from 'serverless-http';

const TableName = process.env.TABLE_NAME;
const keyHash = Buffer.from(process.env.KEY_HASHES ?? '', 'hex');
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));

const app = express();
app.disable('x-powered-by').disable('etag');

app.get('/primary/:pool', async (request, response) => {
  const { key, CallSid } = request.query;
  response.type('text/plain').set('cache-control', 'no-store');
  const hash = createHash('sha256').update(String(key)).digest();
  if (!timingSafeEqual(hash, keyHash)) return response.status(403).send('wrong key');
  if (typeof CallSid !== 'string' || CallSid === '') return response.status(400).send('no CallSid');

  const pool = await table.send(new GetCommand({ TableName, Key: { pk: `LIST#${request.params.pool}`, sk: 'LIST' } }));
  if (pool.Item === undefined) return response.status(404).send('unknown pool');
  const { Attributes } = await table.send(
    new UpdateCommand({
      TableName,
      Key: { pk: `ATTEMPTS#${CallSid}`, sk: 'ATTEMPTS' },
      UpdateExpression: 'SET expiresAt = :expiresAt ADD attempts :one',
      ExpressionAttributeValues: { ':one': 1, ':expiresAt': Math.floor(Date.now() / 1000) + 86_400 },
      ReturnValues: 'ALL_NEW',
    }),
  );
  const numbers = pool.Item.numbers as string[];
  return response.send(numbers.slice(Attributes?.attempts - 1).join());
});

export const handler = serverless(app);
