/**
 * As much of the SDK's DynamoDB clients as the functions use, signed by us: the bundler puts it in the place
 * of the packages (`docs/performance.md` says what for). The local service and the CLI run on the packages, and the same
 * tests hold both to account.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { systemChance } from '../runtime/chance.ts';
import { systemClock } from '../runtime/clock.ts';
import { fromWire, toWire } from './dynamodb-wire.ts';
import { type HttpResponse, keepConnections } from './http-exchange.ts';
import type { Credentials } from './signature.ts';
import { createSender, type Send } from './signed-request.ts';

type Input = Readonly<Record<string, unknown>>;
type Command = { readonly operation: string; readonly input: Input };

const commandOf = (operation: string) =>
  class implements Command {
    readonly operation = operation;
    readonly input: Input;

    constructor(input: Input) {
      this.input = input;
    }
  };

export const GetCommand = commandOf('GetItem');
export const PutCommand = commandOf('PutItem');
export const UpdateCommand = commandOf('UpdateItem');
export const QueryCommand = commandOf('Query');
export const BatchGetCommand = commandOf('BatchGetItem');

/** What `connect` says of the connection, and nothing of it has a default. */
type ClientConfig = {
  readonly region: string;
  readonly endpoint: string | undefined;
  readonly credentials: Credentials;
  readonly maxAttempts: number;
  readonly requestHandler: { readonly connectionTimeout: number; readonly requestTimeout: number };
};

export class DynamoDBClient {
  readonly config: ClientConfig;

  constructor(config: ClientConfig) {
    this.config = config;
  }
}

export const endpointOf = (region: string): string =>
  `https://dynamodb.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

export class DynamoDBDocumentClient {
  readonly #maxAttempts: number;
  readonly #url: URL;
  readonly #send: Send;

  static from(
    { config }: DynamoDBClient,
    _always: { readonly marshallOptions: { readonly removeUndefinedValues: true } },
  ) {
    return new DynamoDBDocumentClient(config);
  }

  constructor(config: ClientConfig) {
    const { region, endpoint, credentials, maxAttempts, requestHandler } = config;
    this.#maxAttempts = maxAttempts;
    this.#url = new URL(endpoint ?? endpointOf(region));
    const { connectionTimeout: connectMs, requestTimeout: answerMs } = requestHandler;
    const exchange = keepConnections({ connectMs, answerMs });
    this.#send = createSender('dynamodb', region, credentials, systemClock, exchange);
  }

  /** Rejects with DynamoDB's own errors by their names, and with `TimeoutError` where none came in time. */
  async send({ operation, input }: Command, { abortSignal }: { readonly abortSignal: AbortSignal }): Promise<Input> {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `DynamoDB_20120810.${operation}` };
    const request = { method: 'POST', url: this.#url, headers, body: toWire(input) } as const;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return answerOf(await this.#send(request, abortSignal));
      } catch (error) {
        if (abortSignal.aborted || attempt === this.#maxAttempts || !isPassing(error)) throw error;
        // Whoever was throttled at the same moment shall not come back at the same moment.
        if (isThrottled(error)) await sleep(systemChance() * throttledMs, undefined, { signal: abortSignal });
      }
    }
  }
}

/** As long as the SDK pauses at most before a second attempt. */
const throttledMs = 1_000;

const answerOf = ({ status, text }: HttpResponse): Input => {
  if (status === 200) return fromWire(text);
  throw new Refused(status, text);
};

/** An answer that is an error. */
class Refused extends Error {
  readonly status: number;
  /** What stood against a condition, as it is on the wire. */
  readonly Item: unknown;

  constructor(status: number, text: string) {
    const { __type, message, Message, Item } = fieldsOf(text);
    super(String(message ?? Message ?? text.slice(0, 200)));
    this.name = String(__type ?? `Status${status}`).replace(/^.*#/, '');
    this.status = status;
    this.Item = Item;
  }
}

const fieldsOf = (text: string): Input => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

const throttles: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
]);

const isThrottled = (error: unknown): boolean => error instanceof Refused && throttles.has(error.name);

/** Whatever is no answer of DynamoDB may be one the next time. */
const isPassing = (error: unknown): boolean => !(error instanceof Refused) || error.status >= 500 || isThrottled(error);
