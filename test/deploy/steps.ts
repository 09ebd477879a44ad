/** A run as sentences: what was shown, what was not, and how many of each. */

/** A step failed that the ones after it build on. */
export class CannotGoOn extends Error {
  override readonly name = 'CannotGoOn';
}

export type Steps = {
  /** What later steps build on: a failure ends the run. */
  readonly step: <T>(sentence: string, work: () => Promise<T>) => Promise<T>;
  /** What stands for itself: a failure is counted and the run goes on. */
  readonly check: (sentence: string, work: () => Promise<void>) => Promise<void>;
  readonly counts: () => { readonly passed: number; readonly failed: number };
};

export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

export const createSteps = (): Steps => {
  let passed = 0;
  let failed = 0;

  const step = async <T>(sentence: string, work: () => Promise<T>): Promise<T> => {
    const startedMs = performance.now();
    const seconds = () => `${((performance.now() - startedMs) / 1_000).toFixed(1)} s`;
    try {
      const result = await work();
      passed += 1;
      print(`✓ ${sentence} (${seconds()})`);
      return result;
    } catch (cause) {
      failed += 1;
      print(`✗ ${sentence} (${seconds()})\n${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
      throw new CannotGoOn(sentence, { cause });
    }
  };

  const check = async (sentence: string, work: () => Promise<void>): Promise<void> => {
    try {
      await step(sentence, work);
    } catch (error) {
      if (!(error instanceof CannotGoOn)) throw error;
    }
  };

  return { step, check, counts: () => ({ passed, failed }) };
};
