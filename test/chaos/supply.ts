/** Where functions come from: as Lambda has them, warm or new. */
import type { Running } from './functions.ts';

export type Supply = { readonly get: () => Promise<Running>; readonly renew: () => void; readonly stop: () => void };

/** One function for good, or a new one for each call, made when it is asked first: its start is part of that answer. */
export const supplyOf = (make: () => Promise<Running>, isKept: boolean): Supply => {
  let current: Promise<Running> | undefined = isKept ? make() : undefined;
  const made: Promise<Running>[] = [];
  return {
    get: () => {
      if (current === undefined) {
        current = make();
        made.push(current);
      }
      return current;
    },
    renew: () => {
      if (!isKept) current = undefined;
    },
    stop: () => {
      for (const one of [...made, current]) void one?.then(({ stop }) => stop());
    },
  };
};

/** One after the other, whichever desk: what warms up works hard, and nobody's answer is to wait for that. */
export const inTurn = (() => {
  let last: Promise<void> = Promise.resolve();
  return (work: () => Promise<void>): Promise<void> => {
    last = last.then(work);
    return last;
  };
})();
