/** What our code asks of AWS, told from what goes over the wire, as IAM sees it. */

import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Send } from '../../functions/adapters/signed-request.ts';
import { attributesOf, operationOf, partitionsOf, type SentRequest } from './request-name.ts';

export type Asked = {
  readonly action: string;
  readonly partitions?: readonly string[];
  /** Of an update: every attribute it names. */
  readonly attributes?: readonly string[];
};

/** From now on every request of this client, whatever comes of it. */
export const askedOf = ({ client }: Table): Asked[] => {
  const asked: Asked[] = [];
  client.middlewareStack.add(
    (next) => (args) => {
      const sent = args.request as SentRequest;
      const operation = operationOf(sent);
      const attributes = operation === 'UpdateItem' ? { attributes: attributesOf(sent) } : {};
      asked.push({ action: `dynamodb:${operation}`, partitions: partitionsOf(sent), ...attributes });
      return next(args);
    },
    { step: 'finalizeRequest', name: 'askedOf', override: true },
  );
  return asked;
};

/** Requests that are signed without a client: of S3, and of whoever wants the name of the operation. */
export const recorded =
  (asked: Asked[], send: Send): Send =>
  (request, signal) => {
    const [service, operation] = request.headers?.['x-amz-target']?.split('.') ?? [];
    const action =
      service === 'AmazonSSM'
        ? `ssm:${operation}`
        : { GET: 's3:GetObject', PUT: 's3:PutObject', POST: '' }[request.method];
    asked.push({ action });
    return send(request, signal);
  };
