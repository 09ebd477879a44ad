/** Preloaded into a process: says at its end for how long the processor worked for it, whatever else ran meanwhile. */
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    process.stderr.write(`at work for ${(user + system) / 1e6} s\n`);
  });
}
