/** Loaded into the environment before everything else: collects garbage when asked to, and tells what is left. */
process.on('message', () => {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  process.send?.(process.memoryUsage());
});
