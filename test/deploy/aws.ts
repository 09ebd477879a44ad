/** AWS's APIs, for what the CDK CLI does not ask: through botocore, which the emulator needs anyway. */
import { join } from 'node:path';
import { type Environment, outputOf } from './process.ts';

export type ApiCall = {
  /** As botocore names them: `lambda`, `get_function`. */
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly args?: object;
  /** JMESPath into the result. */
  readonly query?: string;
};

/** Results in the order of the calls, each with all its pages. Rejects when one of them fails. */
export type Aws = (calls: readonly ApiCall[]) => Promise<unknown[]>;

export const createAws =
  (program: string, env: Environment): Aws =>
  async (calls) => {
    const input = JSON.stringify(calls.map((call) => ({ args: {}, ...call })));
    return JSON.parse(await outputOf(program, [join(import.meta.dirname, 'aws.py')], { env, input })) as unknown[];
  };
