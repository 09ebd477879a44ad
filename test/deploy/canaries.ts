/** The canaries, which ask both URLs each minute. */
import assert from 'node:assert/strict';
import type { Account } from './account.ts';
import type { Aws } from './aws.ts';
import { named, type Resource, regions, type Side } from './cdk.ts';
import type { Urls } from './dial-whom.ts';
import { eventually, invokeFunction } from './run-function.ts';
import { itemsOf } from './table.ts';

/** Where an operator puts both URLs, once in each Region. */
export const urlsParameter = (stage: string): string => `/dial-whom/${stage}/canary-urls`;

export const probeUrls = async (
  { steps, aws }: Account,
  resources: readonly Resource[],
  {
    stage,
    tableName,
    urls: { primary, fallback, key },
  }: { readonly stage: string; readonly tableName: string; readonly urls: Urls },
): Promise<void> => {
  const pasted = [primary, fallback].map((url) => `${url}/main?key=${key}`).join('\n');
  for (const side of ['Primary', 'Fallback'] as const) {
    const region = regions[side];
    await steps.check(
      `the canary of ${region} finds the URLs in its parameter, both answer, and nobody is held for it`,
      async () => {
        const args = { Name: urlsParameter(stage), Type: 'SecureString', Value: pasted };
        await aws([{ service: 'ssm', operation: 'put_parameter', region, args }]);
        const items = await itemsOf(aws, tableName);
        await invokeFunction(aws, resources, side, 'CanaryProbe', {});
        assert.deepEqual(await itemsOf(aws, tableName), items);
        const text = (await probesOf(aws, resources, side)).join('\n');
        assert.match(text, /"PrimaryProbeFailed":0/);
        assert.match(text, /"FallbackProbeFailed":0/);
      },
    );
  }
};

/** What the canary of a side wrote about each URL, in the metrics' format. */
const probesOf = async (aws: Aws, resources: readonly Resource[], side: Side): Promise<string[]> => {
  const logGroupName = named(resources, side, 'AWS::Logs::LogGroup', 'CanaryProbeLogs').physicalId;
  const query = "events[?contains(message, 'ProbeFailed')].message";
  const [lines] = await aws([
    { service: 'logs', operation: 'filter_log_events', region: regions[side], args: { logGroupName }, query },
  ]);
  return lines as string[];
};

/** Two lines a run: those beyond the one that was asked for. */
export const waitForSchedule = async ({ steps, aws }: Account, resources: readonly Resource[]): Promise<void> => {
  for (const side of ['Primary', 'Fallback'] as const) {
    await steps.check(`the canary of ${regions[side]} also runs by itself`, () =>
      eventually(async () => (await probesOf(aws, resources, side)).length >= 4),
    );
  }
};
