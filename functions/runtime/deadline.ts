/**
 * What `work` comes to, with a signal that aborts after so long. `AbortSignal.timeout` would make an error for every piece of
 * work when its time comes, done or not, and `AbortSignal.any` twice as much: a tenth of the CPU of an answer.
 */
export const withDeadline = async <T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(timedOut()), ms);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
};

const timedOut = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError');
