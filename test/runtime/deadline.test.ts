import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { withDeadline } from '../../functions/runtime/deadline.ts';

it('work that is done in time is given back, and its signal never aborts', async () => {
  let seen: AbortSignal | undefined;
  const done = await withDeadline(20, async (signal) => {
    seen = signal;
    return 'done';
  });
  await sleep(40);
  expect([done, seen?.aborted]).toEqual(['done', false]);
});

it('work that takes longer is told so by its signal, as AbortSignal.timeout tells it', async () => {
  const reason = await withDeadline(5, (signal) => sleep(1_000, undefined, { signal }).catch(() => signal.reason));
  const theirs = AbortSignal.timeout(1);
  await sleep(20);
  expect([reason.name, reason.message]).toEqual([theirs.reason.name, theirs.reason.message]);
});

it('work that fails fails, and nothing waits for its time', async () => {
  await expect(withDeadline(60_000, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});
