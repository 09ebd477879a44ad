/** Alarms that live on what a canary asks: does it make our functions tell that, whichever way the front door lets it ask? */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createHandler as createCanary } from '../../functions/canary/handler.ts';
import { createHandler as createFallback } from '../../functions/fallback/handler.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import type { Stores } from '../../functions/primary/stores.ts';
import { aConfig } from '../support/builders.ts';
import { aRecord, invoke } from '../support/invoke.ts';
import { memoryLives } from '../support/memory-lives.ts';
import { configsOf, someStores } from '../support/stores.ts';
import { everyAlarm, type Stack } from './alarm-cases.ts';
import { frontDoors, makeTemplates, resourceNamed, type Templates } from './stacks.ts';

type Scene = { readonly stores?: Partial<Stores>; readonly key?: string };

const allIsWell: Scene = {};
/** What each tells goes together: any of them may be what an alarm is for. */
const troubles: readonly Scene[] = [
  { stores: { configs: configsOf(aConfig(), 'TimeoutError') } },
  { stores: { lives: { ...memoryLives(), read: async () => ({ kind: 'unavailable', cause: 'TimeoutError' }) } } },
  { key: 'guess' },
];

/** `DialWhom name Stage`, of all that was told in the Region of a stack while its canary asked once. */
const toldBy = async (stack: Stack, method: string, { stores = {}, key = 'secret' }: Scene): Promise<string[]> => {
  const keys = { kind: 'hashes', hashes: [createHash('sha256').update('secret').digest('hex')] } as const;
  const [clock, config] = [() => 90_000, aConfig()];
  const known = { source: 'snapshot', revision: 7, publishedAtMs: 0, config } as const;
  const snapshots = { current: async () => known, refreshed: async () => known };
  const records = { primary: aRecord(), fallback: aRecord() };
  const urls: Readonly<Record<string, unknown>> = {
    primary: createPrimary({ stores: someStores(stores), keys, ...records.primary }),
    fallback: createFallback({ snapshots, clock, keys, ...records.fallback }),
  };
  const own = aRecord();
  const value = ['primary', 'fallback'].map((name) => `https://a.example/${name}/main?key=${key}`).join('\n');
  await createCanary({
    urls: { name: 'urls', read: async () => ({ kind: 'found', value }) },
    region: 'ap-south-1',
    isHead: method === 'HEAD',
    clock,
    fetch: async (url, init) => {
      const { pathname, searchParams } = new URL(url);
      const name = pathname.split('/')[1] ?? '';
      const answer = await invoke(urls[name], { name, method: init.method, query: Object.fromEntries(searchParams) });
      return new Response(answer.body, {
        status: answer.statusCode,
        headers: answer.headers as Record<string, string>,
      });
    },
    ...own,
  })();
  const inRegion = stack === 'fallback' ? records.fallback : records.primary;
  return Object.keys({ ...own.measured, ...inRegion.measured }).map((name) => `DialWhom ${name} Stage`);
};

describe.each(Object.entries(frontDoors))('an alarm behind %s', (_door, context) => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates(context);
  });

  const methodIn = (stack: Stack): string => {
    const { Properties } = resourceNamed(templates[stack], 'AWS::Lambda::Function', 'CanaryProbeFunction');
    return (Properties.Environment as { Variables: Record<string, string> }).Variables.PROBE_METHOD ?? '';
  };

  it.each(everyAlarm.filter(({ of }) => of.silence === 'breaching'))(
    'that takes silence for a failure is told something by the canary each minute: $stack $name',
    async ({ stack, of }) => {
      expect(of.byCanary).toBe('each minute');
      expect(await toldBy(stack, methodIn(stack), allIsWell)).toEqual(expect.arrayContaining([...of.metrics]));
    },
  );

  it.each(everyAlarm.filter(({ of }) => of.byCanary === 'when it happens'))(
    'that needs no call goes off by what the canary asks: $stack $name',
    async ({ stack, of }) => {
      const told = await Promise.all(troubles.map((scene) => toldBy(stack, methodIn(stack), scene)));
      expect(told.flat()).toEqual(expect.arrayContaining([...of.metrics]));
      expect(await toldBy(stack, methodIn(stack), allIsWell)).not.toEqual(expect.arrayContaining([...of.metrics]));
    },
  );
});
