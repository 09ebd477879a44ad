/** The same as `express.ts` does, as a competent user would write it with Hono and ElectroDB. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Entity } from 'electrodb';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';

const table = process.env.TABLE_NAME ?? '';
const keyHash = Buffer.from(process.env.KEY_HASHES ?? '', 'hex');
const client = new DynamoDBClient({});

const List = new Entity(
  {
    model: { entity: 'list', service: 'hunting', version: '1' },
    attributes: {
      pool: { type: 'string', required: true },
      numbers: { type: 'list', items: { type: 'string' }, required: true },
    },
    indexes: { byPool: { pk: { field: 'pk', composite: ['pool'] }, sk: { field: 'sk', composite: [] } } },
  },
  { client, table },
);

const Attempts = new Entity(
  {
    model: { entity: 'attempts', service: 'hunting', version: '1' },
    attributes: {
      callSid: { type: 'string', required: true },
      attempts: { type: 'number' },
      expiresAt: { type: 'number' },
    },
    indexes: { byCall: { pk: { field: 'pk', composite: ['callSid'] }, sk: { field: 'sk', composite: [] } } },
  },
  { client, table },
);

const app = new Hono();

app.get('/primary/:pool', async (context) => {
  const { key = '', CallSid = '' } = context.req.query();
  context.header('cache-control', 'no-store');
  if (!timingSafeEqual(createHash('sha256').update(key).digest(), keyHash)) return context.text('wrong key', 403);
  if (CallSid === '') return context.text('no CallSid', 400);

  const { data: list } = await List.get({ pool: context.req.param('pool') }).go();
  if (list === null) return context.text('unknown pool', 404);
  const { data: call } = await Attempts.upsert({ callSid: CallSid, expiresAt: Math.floor(Date.now() / 1000) + 86_400 })
    .add({ attempts: 1 })
    .go({ response: 'all_new' });
  return context.text(list.numbers.slice((call.attempts ?? 1) - 1).join());
});

export const handler = handle(app);
