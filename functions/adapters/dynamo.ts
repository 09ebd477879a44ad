/** The connection to DynamoDB, with the time budget written out: the SDK's own defaults wait and retry far too long. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { budget } from '../domain/budget.ts';
import { plainItem } from './dynamodb-wire.ts';
import type { Credentials } from './signature.ts';

/** The one table, and whom to ask for it. */
export type Table = { readonly client: DynamoDBDocumentClient; readonly name: string };

/** Where DynamoDB is, and who asks. `endpoint` only where it is not the Region's own. */
type DynamoConnection = {
  readonly region: string;
  readonly credentials: Credentials;
  readonly endpoint?: string | undefined;
};

/** A local DynamoDB needs no AWS account, and takes any Region and credentials. */
export const localConnection = (endpoint: string): DynamoConnection => ({
  endpoint,
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** The bundler puts `lambda-dynamodb.ts` in the place of the SDK, which takes the same words. */
export const connect = (connection: DynamoConnection): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      ...connection,
      maxAttempts: budget.maxAttempts,
      requestHandler: {
        connectionTimeout: budget.connectMs,
        requestTimeout: budget.attemptMs,
        // Without this the SDK only warns and waits on.
        throwOnRequestTimeout: true,
      },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );

/**
 * The promise, or a rejection as soon as the signal aborts. The SDK looks at the signal while a request is under way,
 * but not while it sleeps before a retry, and after throttling that sleep is up to a second.
 */
export const within = async <T>(signal: AbortSignal, promise: Promise<T>): Promise<T> => {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};

/** For logs: the name tells throttling from a timeout. */
export const causeOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** What was asked of an item could never be done, such as counting up a text. */
export const isInvalid = (error: unknown): boolean => error instanceof Error && error.name === 'ValidationException';

/** A condition did not hold; the item that stood against it is there where it was asked for and the DynamoDB gives it. */
export const conditionFailure = (
  error: unknown,
): { readonly item?: Record<string, unknown> | undefined } | undefined => {
  if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') return undefined;
  const { Item } = error as { readonly Item?: Readonly<Record<string, unknown>> };
  return { item: Item && plainItem(Item) };
};
