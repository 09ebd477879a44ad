/** What the canary makes of URLs that answer, and are not those that callers need: asked of both handlers, by GET and by HEAD. */
import { describe, expect, it } from 'vitest';
import { createHandler as createCanary } from '../../functions/canary/handler.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { KnownConfig } from '../../functions/domain/snapshot-ports.ts';
import { createHandler as createFallback } from '../../functions/fallback/handler.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import type { Stores } from '../../functions/primary/stores.ts';
import { aConfig, aPool } from '../support/builders.ts';
import { aRecord, invoke } from '../support/invoke.ts';
import { memoryLives } from '../support/memory-lives.ts';
import { configsOf, someStores } from '../support/stores.ts';

const keys = { kind: 'open' } as const;
const atMs = Date.parse('2026-11-21T06:00:00Z');
const clock = () => atMs;

const published = (config: Config): KnownConfig => ({ source: 'snapshot', revision: 7, publishedAtMs: atMs, config });
const deployed = (config: Config): KnownConfig => ({ source: 'floor', config });

const primaryUrl = 'https://a.example/primary/main';
const fallbackUrl = 'https://b.example/fallback/main';

type Stage = { readonly stores?: Partial<Stores>; readonly known?: KnownConfig; readonly isHead: boolean };

/** Runs the canary once on these URLs: its gauges, and why of each URL. */
const probe = async (urls: readonly string[], { stores = {}, known = published(aConfig()), isHead }: Stage) => {
  const snapshots = { current: async () => known, refreshed: async () => known };
  const handlers: Readonly<Record<string, unknown>> = {
    primary: createPrimary({ stores: someStores(stores), keys, ...aRecord() }),
    fallback: createFallback({ snapshots, clock, keys, ...aRecord() }),
  };
  const record = aRecord();
  await createCanary({
    urls: { name: 'urls', read: async () => ({ kind: 'found', value: urls.join('\n') }) },
    region: 'ap-south-1',
    isHead,
    clock,
    fetch: async (url, { method }) => {
      const { pathname, searchParams } = new URL(url);
      const [, name = '', applet = ''] = pathname.split('/');
      const query = Object.fromEntries(searchParams);
      const { statusCode: status, body, headers } = await invoke(handlers[name], { name, applet, method, query });
      return new Response(body, { status, headers: headers as Record<string, string> });
    },
    ...record,
  })();
  const whyOf = (url: string) => record.logged.find((line) => line.url === url)?.why;
  const { PrimaryProbeFailed, FallbackProbeFailed } = record.measured;
  return {
    failed: [PrimaryProbeFailed, FallbackProbeFailed],
    why: [whyOf('primary'), whyOf('fallback')],
  };
};

const misplaced = (side: string) =>
  `it answers as the ${side}: the two URLs are swapped, or one of them stands in both places`;

describe.each([
  ['GET', false],
  ['HEAD', true],
])('the canary that asks by %s', (_method, isHead) => {
  it('is content with both URLs in their places', async () => {
    expect((await probe([primaryUrl, fallbackUrl], { isHead })).failed).toEqual([0, 0]);
  });

  it.each<[string, readonly string[], readonly number[], readonly (string | undefined)[]]>([
    ['both where they are swapped', [fallbackUrl, primaryUrl], [1, 1], [misplaced('fallback'), misplaced('primary')]],
    ['the second where the first stands twice', [primaryUrl, primaryUrl], [0, 1], [undefined, misplaced('primary')]],
    ['the first where the second stands twice', [fallbackUrl, fallbackUrl], [1, 0], [misplaced('fallback'), undefined]],
    [
      'a fallback whose applet does not exist',
      [primaryUrl, 'https://b.example/fallback/mian'],
      [0, 1],
      [undefined, 'there is no such applet: callers would get the last resort'],
    ],
  ])('fails %s, and says why', async (_what, urls, failed, why) => {
    expect(await probe(urls, { isHead })).toEqual({ failed, why });
  });

  it.each<[string, Omit<Stage, 'isHead'>]>([
    ['a primary whose configuration is stale', { stores: { configs: configsOf(aConfig(), 'TimeoutError') } }],
    [
      'a primary that cannot look at agents',
      { stores: { lives: { ...memoryLives(), read: async () => ({ kind: 'unavailable', cause: 'TimeoutError' }) } } },
    ],
    ['a fallback on its floor', { known: deployed(aConfig()) }],
    ['a floor that is from before the applet', { known: deployed(aConfig({ applets: {} })) }],
    ['an applet whose last resort is due', { known: published(aConfig({ agents: {} })) }],
    [
      'an applet that is closed',
      {
        known: published(
          aConfig({
            hours: { never: { timeZone: 'Asia/Kolkata', weekly: {}, dates: {} } },
            pools: { sales: aPool(['a1'], { hours: 'never' }) },
          }),
        ),
      },
    ],
  ])('does not fail for %s', async (_what, stage) => {
    expect(await probe([primaryUrl, fallbackUrl], { ...stage, isHead })).toEqual({
      failed: [0, 0],
      why: [undefined, undefined],
    });
  });
});
