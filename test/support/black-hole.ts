/**
 * An endpoint that falls into a black hole: connections that stand get no answer, and no new one is ever made, because the
 * kernel drops what asks for one once the queue before a thread that does not accept is full.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

export type BlackHole = {
  readonly endpoint: string;
  /** Settles when no connection is made any more. */
  readonly open: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** On this machine a connection takes less than a millisecond. */
const neverMs = 100;

export const startBlackHole = async (target: string): Promise<BlackHole> => {
  const flag = new SharedArrayBuffer(4);
  const state = new Int32Array(flag);
  const worker = new Worker(new URL('./black-hole-relay.ts', import.meta.url), {
    workerData: { port: Number(new URL(target).port), flag },
  });
  const [port] = (await once(worker, 'message')) as [number];
  const waiting: Socket[] = [];

  const isConnected = async (): Promise<boolean> => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    waiting.push(socket);
    return Promise.race([once(socket, 'connect').then(() => true), sleep(neverMs, false)]);
  };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    open: async () => {
      Atomics.store(state, 0, 1);
      worker.postMessage('do nothing');
      await once(worker, 'message');
      while (await isConnected());
    },
    stop: async () => {
      Atomics.store(state, 0, 0);
      Atomics.notify(state, 0);
      for (const socket of waiting) socket.destroy();
      await worker.terminate();
    },
  };
};
