/** What a drill is run against. */
import { onTestFinished } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { type ServiceOptions, startService } from '../../bin/local/service.ts';
import { openTable } from '../../bin/table/open.ts';
import { localTableName } from '../../bin/table/target.ts';
import type { Config } from '../../functions/domain/config.ts';
import { aConfig } from '../support/builders.ts';
import { run } from '../support/cli.ts';
import { aShownSnapshot } from '../support/snapshots.ts';

const minutesAgo = (count: number) => Date.now() - count * 60_000;

/** A service of its own whose fallback has a snapshot of its configuration, of just now unless told otherwise. */
export const aService = async (parts: Partial<ServiceOptions> = {}, ageMinutes: number | 'never' = 0) => {
  const { config = aConfig() } = parts;
  const bucket = await aShownSnapshot();
  bucket.show(ageMinutes === 'never' ? undefined : { revision: 1, publishedAtMs: minutesAgo(ageMinutes), config });
  const service = await startService({
    port: 0,
    dataDir: undefined,
    endpoint: undefined,
    snapshotEndpoint: bucket.endpoint,
    snapshotRefreshSeconds: 0.1,
    config,
    keys: { kind: 'open' },
    log: () => {},
    ...parts,
  });
  onTestFinished(() => service.stop());
  const { url, endpoint } = service;
  const table = openTable({ endpoint, name: localTableName });
  const cli = (...args: readonly string[]) => run(args, { PORT: new URL(url).port });
  return {
    url,
    endpoint,
    bucket,
    cli,
    drill: (...args: readonly string[]) => cli('drill', ...args),
    table,
    apply: (next: Config, force = false) =>
      applyConfig(table, next, { by: 'test', at: new Date().toISOString() }, { force }),
  };
};
