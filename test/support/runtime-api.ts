/**
 * Lambda's side of an execution environment: the Runtime API, version 2018-06-01, for one environment. It hands out one
 * invocation after the other to whoever polls for the next one, and takes what comes back.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { budget } from '../../functions/domain/budget.ts';

/** `ms`: from the moment the environment got the event. */
export type Outcome =
  | { readonly kind: 'response'; readonly response: unknown; readonly ms: number }
  | { readonly kind: 'error'; readonly error: RuntimeError; readonly ms: number }
  /** Lambda would have ended the environment. */
  | { readonly kind: 'timed-out' };

export type RuntimeError = { readonly errorType: string; readonly errorMessage: string };

export type RuntimeApi = {
  /** As in `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  readonly invoke: (event: unknown) => Promise<Outcome>;
  /** The environment has started, and asks for its first invocation. */
  readonly ready: Promise<void>;
  /** What the environment could not start for. */
  readonly initError: Promise<RuntimeError>;
  readonly stop: () => Promise<void>;
};

type Invocation = {
  readonly id: string;
  readonly event: unknown;
  readonly settle: (outcome: Outcome) => void;
  startedMs: number;
  timer?: NodeJS.Timeout;
};

export const startRuntimeApi = async (timeoutMs: number = budget.functionMs): Promise<RuntimeApi> => {
  const ready = Promise.withResolvers<void>();
  const initError = Promise.withResolvers<RuntimeError>();
  const queue: Invocation[] = [];
  let running: Invocation | undefined;
  let polling: ServerResponse | undefined;
  let invocations = 0;

  /** The environment gets the next invocation once it polls and there is one. */
  const handOut = (): void => {
    if (polling === undefined || queue.length === 0) return;
    const poll = polling;
    const invocation = queue.shift() as Invocation;
    polling = undefined;
    running = invocation;
    invocation.startedMs = performance.now();
    invocation.timer = setTimeout(() => finish({ kind: 'timed-out' }), timeoutMs);
    poll
      .writeHead(200, {
        'content-type': 'application/json',
        'Lambda-Runtime-Aws-Request-Id': invocation.id,
        'Lambda-Runtime-Deadline-Ms': String(Date.now() + timeoutMs),
        'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:ap-south-1:000000000000:function:answer',
        'Lambda-Runtime-Trace-Id': 'Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0',
      })
      .end(JSON.stringify(invocation.event));
  };

  const finish = (outcome: Outcome): void => {
    clearTimeout(running?.timer);
    running?.settle(outcome);
    running = undefined;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.replace('/2018-06-01/runtime/', '') ?? '';
    if (path === 'invocation/next') {
      polling = response;
      ready.resolve();
      return handOut();
    }
    const body = JSON.parse(await textOf(request)) as unknown;
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
    if (path === 'init/error') return initError.resolve(body as RuntimeError);
    // Too late for an invocation that has timed out.
    if (running === undefined || !path.startsWith(`invocation/${running.id}/`)) return;
    const ms = performance.now() - running.startedMs;
    finish(
      path.endsWith('/response')
        ? { kind: 'response', response: body, ms }
        : { kind: 'error', error: body as RuntimeError, ms },
    );
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: ready.promise,
    initError: initError.promise,
    invoke: (event) =>
      new Promise((settle) => {
        invocations += 1;
        queue.push({ id: `invocation-${invocations}`, event, settle, startedMs: 0 });
        handOut();
      }),
    stop: () => {
      server.closeAllConnections();
      return new Promise((settle) => server.close(() => settle()));
    },
  };
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};
