/**
 * A thread that passes TCP on, until it is told to do nothing at all: then its connections are silent, and what is asked
 * of it stays in the kernel. `workerData`: the port it passes on to, and a flag that is 1 for as long as it does nothing.
 */
import { type AddressInfo, connect, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const { port, flag } = workerData as { port: number; flag: SharedArrayBuffer };

const server = createServer((from) => {
  const to = connect(port, '127.0.0.1');
  from.pipe(to).pipe(from);
  from.on('error', () => to.destroy()).on('close', () => to.destroy());
  to.on('error', () => from.destroy()).on('close', () => from.destroy());
});

parentPort?.on('message', () => {
  parentPort?.postMessage('doing nothing');
  Atomics.wait(new Int32Array(flag), 0, 1);
});

// Few enough places in the queue to fill it, and enough for all who connect while it is being worked on.
server.listen({ port: 0, host: '127.0.0.1', backlog: 16 }, () =>
  parentPort?.postMessage((server.address() as AddressInfo).port),
);
