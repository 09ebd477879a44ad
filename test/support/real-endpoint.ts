/** What stands behind the fault proxy, asked for one request at a time. */
import { Agent, type IncomingHttpHeaders, request as send } from 'node:http';
import { isToDynamo, type SentRequest } from './request-name.ts';

export type RealAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type RealEndpoint = {
  /** Rejects when it gives no whole answer. */
  readonly ask: (sent: SentRequest) => Promise<RealAnswer>;
  readonly stop: () => void;
};

export const realEndpoint = (target: string): RealEndpoint => {
  const agent = new Agent({ keepAlive: true });
  const ask = ({ method, url, headers, body }: SentRequest): Promise<RealAnswer> =>
    new Promise((resolve, reject) => {
      const asking = send(`${target}${url}`, { method, headers, agent }, (from) => {
        const chunks: Buffer[] = [];
        from
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () =>
            resolve({ status: from.statusCode ?? 500, headers: from.headers, body: Buffer.concat(chunks) }),
          )
          .on('error', reject);
      });
      asking.on('error', reject).end(body);
    });
  return {
    ask: async (sent) => {
      const answer = await ask(sent);
      return isItemOwed(sent, answer) ? withOldItem(sent, answer, ask) : answer;
    },
    stop: () => agent.destroy(),
  };
};

const failed = 'ConditionalCheckFailedException';

/** DynamoDB gives back what stood against a condition, where it is asked to; dynalite does not. */
const isItemOwed = (sent: SentRequest, { status, body }: RealAnswer): boolean =>
  status === 400 &&
  isToDynamo(sent) &&
  sent.body.includes('"ReturnValuesOnConditionCheckFailure":"ALL_OLD"') &&
  body.includes(failed) &&
  !body.includes('"Item"');

const withOldItem = async (
  sent: SentRequest,
  answer: RealAnswer,
  ask: (sent: SentRequest) => Promise<RealAnswer>,
): Promise<RealAnswer> => {
  const { TableName, Key } = JSON.parse(sent.body) as { TableName: string; Key: unknown };
  const { 'content-length': _length, ...headers } = sent.headers;
  const get = JSON.stringify({ TableName, Key, ConsistentRead: true });
  const target = { ...headers, 'x-amz-target': 'DynamoDB_20120810.GetItem' };
  const { body } = await ask({ ...sent, headers: target, body: get });
  const { Item } = JSON.parse(body.toString('utf8')) as { Item?: unknown };
  const { 'content-length': _size, 'x-amz-crc32': _sum, ...rest } = answer.headers;
  const told = { ...(JSON.parse(answer.body.toString('utf8')) as object), Item };
  return { ...answer, headers: rest, body: Buffer.from(JSON.stringify(told)) };
};
