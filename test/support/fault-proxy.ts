/** A DynamoDB that fails as it is told to: HTTP passed on to a real one, or not, or not as it came. */
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Fault =
  /** No answer, ever. */
  | 'hang'
  /** The connection is closed without one. */
  | 'refuse'
  /** DynamoDB's own words for too much. */
  | 'throttle'
  | 'error 500'
  /** Half of the real answer, then the connection is closed. */
  | 'cut the body'
  /** A 200 that is no JSON. */
  | 'nonsense'
  /** The real one does what it is asked, and its answer is lost. */
  | 'lose the answer'
  | { readonly delayMs: number };

export type FaultProxy = {
  readonly endpoint: string;
  /** From now on these operations fail in that way; all of them if none is named. */
  readonly fail: (fault: Fault, ...operations: readonly string[]) => void;
  /** Answers again. What hangs goes on hanging. */
  readonly heal: () => void;
  /** How many requests met a fault. */
  readonly met: () => number;
  /** Closes every connection. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
};

export const startFaultProxy = async (target: string): Promise<FaultProxy> => {
  let faultOf: (operation: string) => Fault | undefined = () => undefined;
  let met = 0;
  const server = createServer((request, response) => {
    // `DynamoDB_20120810.Query`
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const fault = faultOf(operation);
    if (fault === undefined) return passOn(target, request, response, (answer) => answer.pipe(response));
    met += 1;
    failWith(fault, target, request, response);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail: (fault, ...operations) => {
      faultOf = (operation) => (operations.length === 0 || operations.includes(operation) ? fault : undefined);
    },
    heal: () => {
      faultOf = () => undefined;
    },
    met: () => met,
    cut: () => server.closeAllConnections(),
    stop: () => {
      server.closeAllConnections();
      return new Promise((settle) => server.close(() => settle()));
    },
  };
};

/** `answer` gets the real one, with its head already written. */
const passOn = (
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  answer: (from: IncomingMessage) => void,
): void => {
  const passed = send(`${target}${request.url}`, { method: request.method, headers: request.headers }, (from) => {
    response.writeHead(from.statusCode ?? 500, from.headers);
    answer(from);
  });
  passed.on('error', () => response.destroy());
  request.pipe(passed);
};

const failWith = (fault: Fault, target: string, request: IncomingMessage, response: ServerResponse): void => {
  if (typeof fault === 'object') {
    void sleep(fault.delayMs).then(() => passOn(target, request, response, (from) => from.pipe(response)));
  } else failing[fault](target, request, response);
};

type Failing = (target: string, request: IncomingMessage, response: ServerResponse) => void;

const answering =
  (status: number, body: string): Failing =>
  (_target, request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  };

const failing: Readonly<Record<Extract<Fault, string>, Failing>> = {
  hang: (_target, request) => {
    request.resume();
  },
  refuse: (_target, request) => {
    request.socket.destroy();
  },
  throttle: answering(
    400,
    JSON.stringify({
      __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
      message: 'The level of configured provisioned throughput for the table was exceeded.',
    }),
  ),
  'error 500': answering(500, JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError' })),
  nonsense: answering(200, '<html>'),
  'cut the body': (target, request, response) =>
    passOn(target, request, response, (from) => {
      from.once('data', (bytes: Buffer) => {
        response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
      });
    }),
  'lose the answer': (target, request, response) => {
    const passed = send(`${target}${request.url}`, { method: request.method, headers: request.headers }, (from) => {
      from.resume().once('end', () => response.destroy());
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  },
};
