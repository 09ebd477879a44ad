/** A DynamoDB or an S3 that fails as it is told to: HTTP passed on to a real one, or not, or not as it came. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RealAnswer, realEndpoint } from './real-endpoint.ts';
import { isToDynamo, namesOf, type RequestName, type SentRequest } from './request-name.ts';

/** `black-hole.ts` has the one that is below HTTP. */
export const faults = [
  /** No answer, ever. */
  'hang',
  /** The connection is closed without one. */
  'refuse',
  /** DynamoDB's own words for too much, or S3's. */
  'throttle',
  'error 500',
  /** Half of the real answer, then the connection is closed. */
  'cut the body',
  /** A 200 that is neither JSON nor a snapshot. */
  'nonsense',
  /** The real one does what it is asked, and its answer is lost. */
  'lose the answer',
] as const;
type NamedFault = (typeof faults)[number];
export type Fault = NamedFault | { readonly delayMs: number } | { readonly status: number };

export type FaultProxy = {
  readonly endpoint: string;
  /** From now on these requests fail in that way; all of them if none is named. A function is asked for each of them. */
  readonly fail: (fault: Fault | (() => Fault | undefined), ...names: readonly RequestName[]) => void;
  /** Answers again. What hangs goes on hanging, and what is late is still coming. */
  readonly heal: () => void;
  /** How many requests met a fault. */
  readonly met: () => number;
  /** Closes every connection. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
};

export const startFaultProxy = async (target: string): Promise<FaultProxy> => {
  let faultOf: (sent: SentRequest) => Fault | undefined = () => undefined;
  let met = 0;
  const real = realEndpoint(target);
  const server = createServer(async (request, response) => {
    const sent = await received(request);
    if (sent === undefined) return;
    const fault = faultOf(sent);
    if (fault !== undefined) met += 1;
    const ask = () => real.ask(sent);
    try {
      if (fault === undefined) passOn(await ask(), response);
      else await failWith(fault, { sent, response, ask });
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail: (fault, ...names) => {
      faultOf = (sent) => {
        if (names.length > 0 && !namesOf(sent).some((one) => names.includes(one))) return undefined;
        return typeof fault === 'function' ? fault() : fault;
      };
    },
    heal: () => {
      faultOf = () => undefined;
    },
    met: () => met,
    cut: () => server.closeAllConnections(),
    stop: () => {
      real.stop();
      server.closeAllConnections();
      return new Promise((settle) => server.close(() => settle()));
    },
  };
};

/** `undefined` when whoever asked has hung up meanwhile. */
const received = async (request: IncomingMessage): Promise<SentRequest | undefined> => {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  const { method, url, headers } = request;
  return { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
};

const passOn = ({ status, headers, body }: RealAnswer, response: ServerResponse): void => {
  response.writeHead(status, headers).end(body);
};

const answer = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
};

type Failing = {
  readonly sent: SentRequest;
  readonly response: ServerResponse;
  /** What the real one says. */
  readonly ask: () => Promise<RealAnswer>;
};

const failWith = async (fault: Fault, failing: Failing): Promise<void> => {
  if (typeof fault === 'string') return failures[fault](failing);
  if ('status' in fault) return answer(failing.response, fault.status, 'as it was told to');
  await sleep(fault.delayMs);
  passOn(await failing.ask(), failing.response);
};

/** In the words of DynamoDB or of S3. */
const refusal =
  (dynamo: readonly [status: number, name: string], s3: readonly [status: number, name: string]) =>
  async ({ sent, response }: Failing): Promise<void> => {
    const [status, name] = isToDynamo(sent) ? dynamo : s3;
    const inJson = { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'as it was told to' };
    answer(response, status, isToDynamo(sent) ? JSON.stringify(inJson) : `<Error><Code>${name}</Code></Error>`);
  };

const failures: Readonly<Record<NamedFault, (failing: Failing) => Promise<void>>> = {
  hang: async () => {},
  refuse: async ({ response }) => {
    response.destroy();
  },
  throttle: refusal([400, 'ProvisionedThroughputExceededException'], [503, 'SlowDown']),
  'error 500': refusal([500, 'InternalServerError'], [500, 'InternalError']),
  nonsense: async ({ response }) => answer(response, 200, '<html>'),
  'cut the body': async ({ response, ask }) => {
    const { status, headers, body } = await ask();
    response.writeHead(status, headers);
    response.write(body.subarray(0, body.length / 2), () => response.destroy());
  },
  'lose the answer': async ({ response, ask }) => {
    await ask();
    response.destroy();
  },
};
