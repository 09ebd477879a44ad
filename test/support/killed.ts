/** A connection that is lost for good at a write, and what a table holds, and whom it rings, when that has happened. */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describeFinding } from '../../bin/pools-file/file-content.ts';
import { canonical } from '../../bin/table/items.ts';
import { openTable } from '../../bin/table/open.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { pathOf } from '../../functions/adapters/item.ts';
import { createWholeConfig } from '../../functions/adapters/whole-config.ts';
import type { Config } from '../../functions/domain/config.ts';
import { checkConfig } from '../../functions/domain/config-check.ts';
import type { ConfigSource } from '../../functions/domain/ports.ts';
import { partOf } from '../../functions/domain/reach.ts';
import { inProcess } from './in-process.ts';
import type { TestTable } from './tables.ts';

/** What of that write the table gets; of a batch it may be a part, whichever. */
export const reaches = ['nothing', 'everything', 'its first half', 'its last half'] as const;
export type Kill = { readonly atWrite: number; readonly reaches: (typeof reaches)[number] };

const isWrite = (commandName: string): boolean => /^(Put|Update|BatchWrite)/.test(commandName);

/** Counts from 1; nothing gets through any more, reads neither. */
export const mortal = ({ endpoint, name }: TestTable, { atWrite, reaches }: Kill) => {
  const { client } = openTable({ endpoint, name });
  let count = 0;
  let isDead = false;
  let isPart = true;
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (!isDead && isWrite(commandName)) count += 1;
        if (!isDead && count < atWrite) return next(args);
        const input = isDead ? undefined : whatReaches(args.input, reaches);
        isDead = true;
        isPart = input !== args.input && canonical(input) !== canonical(args.input);
        if (input !== undefined) await next({ ...args, input: input as typeof args.input });
        throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      },
    { step: 'initialize', priority: 'high', name: 'mortal', override: true },
  );
  const table: Table = { client, name };
  return {
    table,
    isDead: () => isDead,
    /** Not, where half of it is the whole of it. */
    isAnother: () => reaches === 'nothing' || reaches === 'everything' || isPart,
  };
};

const whatReaches = (input: object, reaches: Kill['reaches']): object | undefined => {
  if (reaches === 'nothing') return undefined;
  if (reaches === 'everything' || !('RequestItems' in input)) return input;
  const batches = Object.entries(input.RequestItems as Record<string, readonly object[]>);
  const halves = batches.map(([name, all]) => {
    const middle = Math.ceil(all.length / 2);
    return [name, reaches === 'its first half' ? all.slice(0, middle) : all.slice(-middle)] as const;
  });
  return { ...input, RequestItems: Object.fromEntries(halves) };
};

/** Of the configuration, by path; without the history, what it stands at, and what is no configuration. */
export const itemsIn = async ({ client, name }: Table): Promise<Readonly<Record<string, string>>> => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: name, ConsistentRead: true }));
  const own = Items.filter(({ pk, sk }) => pk !== 'HISTORY' && sk !== 'REVISION');
  return Object.fromEntries(own.map((item) => [pathOf(item), canonical(item)]).toSorted());
};

/** What is wrong with the configuration the primary would read, and with the items it reads. */
export const faultsIn = async (table: Table, nowMs: number): Promise<readonly string[]> => {
  // Long after the change was cut short, when nobody waits for its end any more.
  const whole = await createWholeConfig(table, () => nowMs + 3600_000).read([], undefined, AbortSignal.timeout(5000));
  if (whole.kind !== 'found') return [whole.kind];
  return [
    ...Object.entries(whole.reasons).map(([path, why]) => `${path}: ${why}`),
    ...Object.keys(whole.config.applets).flatMap((applet) =>
      checkConfig(withUsedRotations(partOf(whole.config, applet)), nowMs).map(describeFinding),
    ),
  ];
};

/** Of a rotation that none of its pools has, the primary reads no agents. */
const withUsedRotations = (config: Config): Config => {
  const members = Object.values(config.pools).flatMap((pool) => pool.members);
  const used = new Set(members.map(({ rotation }) => rotation));
  return {
    ...config,
    rotations: Object.fromEntries(Object.entries(config.rotations).filter(([name]) => used.has(name))),
  };
};

const anyhow = { redirect: 'manual', signal: AbortSignal.timeout(60_000) } as const;

/** The answers of the primary's handler, which has just started, or knows this configuration. */
export const answersOf = async (
  table: Table,
  applets: readonly string[],
  lastGood?: Config,
): Promise<readonly { readonly status: number; readonly numbers: readonly string[] }[]> => {
  const read = createConfigReader(table);
  const configs: ConfigSource = {
    read: async (applet) => (await read(applet, lastGood, AbortSignal.timeout(5000))).reading,
  };
  const { fetch } = inProcess(lastGood, { configs });
  return Promise.all(
    applets.map(async (applet) => {
      const response = await fetch(`http://test/primary/${applet}?CallSid=c-${applet}`, anyhow);
      return { status: response.status, numbers: (await response.text()).split(',') };
    }),
  );
};
