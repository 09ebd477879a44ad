/** Time that passes only where somebody waits: the heart of a simulation of discrete events. */

/** Something that goes on; each `yield` waits so many milliseconds. */
export type Process<T = void> = Generator<number, T, void>;

export type Timeline = {
  readonly now: () => number;
  readonly start: (process: Process, atMs?: number) => void;
  /** Until nothing goes on any more. */
  readonly run: () => void;
};

type Waiting = { readonly atMs: number; readonly order: number; readonly process: Process };

export const aTimeline = (): Timeline => {
  /** A binary heap: the first one is due next. */
  const heap: Waiting[] = [];
  let nowMs = 0;
  let started = 0;

  const isBefore = (one: Waiting, other: Waiting) =>
    one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);

  const push = (waiting: Waiting): void => {
    let at = heap.length;
    heap.push(waiting);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above] as Waiting;
      if (!isBefore(waiting, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = waiting;
  };

  const pop = (): Waiting | undefined => {
    const [first] = heap;
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return first;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      const [left, right] = [heap[child] as Waiting, heap[child + 1]];
      const isRight = right !== undefined && isBefore(right, left);
      const smaller = isRight ? right : left;
      if (!isBefore(smaller, last)) break;
      heap[at] = smaller;
      at = isRight ? child + 1 : child;
    }
    heap[at] = last;
    return first;
  };

  const start = (process: Process, atMs = nowMs): void => {
    started += 1;
    push({ atMs, order: started, process });
  };

  return {
    now: () => nowMs,
    start,
    run: () => {
      for (let next = pop(); next !== undefined; next = pop()) {
        nowMs = next.atMs;
        const { done, value } = next.process.next();
        if (done !== true) start(next.process, nowMs + value);
      }
    },
  };
};
