/** A DynamoDB that stops answering when it is told to: HTTP passed on to a real one. */
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export type FaultProxy = {
  readonly endpoint: string;
  /** From now on these operations get no answer; all of them if none is named. */
  readonly hang: (...operations: readonly string[]) => void;
  /** Answers again. What hangs goes on hanging. */
  readonly heal: () => void;
  /** How many requests hang or hung. */
  readonly hung: () => number;
  /** Closes every connection. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
};

export const startFaultProxy = async (target: string): Promise<FaultProxy> => {
  let hangs: (operation: string) => boolean = () => false;
  let hung = 0;
  const server = createServer((request, response) => {
    // `DynamoDB_20120810.Query`
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    if (hangs(operation)) {
      hung += 1;
      request.resume();
      return;
    }
    const passed = send(`${target}${request.url}`, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hang: (...operations) => {
      hangs = (operation) => operations.length === 0 || operations.includes(operation);
    },
    heal: () => {
      hangs = () => false;
    },
    hung: () => hung,
    cut: () => server.closeAllConnections(),
    stop: () => {
      server.closeAllConnections();
      return new Promise((settle) => server.close(() => settle()));
    },
  };
};
