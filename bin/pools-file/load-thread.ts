/** A thread that reads a pools file and says what became of it: `requireConfigAside` starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { keepCompiled } from '../compile-cache.ts';

keepCompiled();
const { loadConfig } = await import('./load.ts');
parentPort?.postMessage(loadConfig(workerData));
