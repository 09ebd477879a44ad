/** Functions that no URL runs, and what comes of them in its own time. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Aws } from './aws.ts';
import { functionNamed, type Resource, regions, type Side } from './cdk.ts';

/** Throws what the function failed with. */
export const invokeFunction = async (
  aws: Aws,
  resources: readonly Resource[],
  side: Side,
  name: string,
  event: object,
): Promise<void> => {
  const args = { FunctionName: functionNamed(resources, side, name), Payload: JSON.stringify(event), LogType: 'Tail' };
  const query = '[FunctionError, LogResult]';
  const [result] = await aws([{ service: 'lambda', operation: 'invoke', region: regions[side], args, query }]);
  const [error, log] = result as (string | null)[];
  assert.equal(error, null, Buffer.from(log ?? '', 'base64').toString());
};

/** Longer than a schedule of one minute. */
const patienceMs = 75_000;

/** Asks once a second until it is `true`. */
export const eventually = async (isSo: () => Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo())) {
    assert.ok(performance.now() < deadline, `not within ${patienceMs / 1_000} s`);
    await sleep(1_000);
  }
};
