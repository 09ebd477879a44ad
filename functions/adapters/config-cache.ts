/** The configuration in memory: asked for per applet, refreshed behind the answer, kept when the table is away. */
import { setTimeout as sleep } from 'node:timers/promises';
import { budget } from '../domain/budget.ts';
import { firstNamed, firstOf } from '../domain/listed.ts';
import type { Clock, ConfigReading, ConfigSource } from '../domain/ports.ts';
import type { Log } from '../domain/signals.ts';
import type { ReadConfig } from './config-reader.ts';
import { ageMsOf } from './memory-age.ts';

/** Older than this, it is refreshed beside the next answer. */
const deployedFreshMs = 30_000;
/** The reading goes on, and is there for the next answer. */
const tooSlow: ConfigReading = { kind: 'unavailable', cause: 'the table takes too long' };
/** Older than this, it is no longer answered from: people have changed shifts since. */
const hardMs = 24 * 3600_000;

type Kept = { readonly reading: Extract<ConfigReading, { kind: 'found' }>; readonly atMs: number };

type Deps = { readonly clock: Clock; readonly log: Log; readonly freshMs?: number };

/**
 * Answers from memory for `freshMs` (30 s when deployed). Up to twice that it answers so all the same and refreshes behind the
 * answer; beyond, it waits `budget.configMs` for the refresh and then answers from memory with `staleBecause`. After 24 h
 * memory counts no more. Rejects only when `read` does.
 */
export const cacheConfigs = (read: ReadConfig, { clock, log, freshMs = deployedFreshMs }: Deps): ConfigSource => {
  // Older than this, the answer waits for the refresh, if it can be had: where calls are rare, a refresh beside an answer
  // is frozen with the function before it is done, and would fail for ever.
  const waitMs = 2 * freshMs;
  const kept = new Map<string, Kept>();
  const underWay = new Map<string, Promise<ConfigReading>>();

  const refresh = async (applet: string): Promise<ConfigReading> => {
    const signal = AbortSignal.timeout(budget.databaseMs);
    const { reading, broken, reasons } = await read(applet, kept.get(applet)?.reading.config, signal);
    if (broken.length > 0) {
      const named = { broken: firstOf(broken), ...(reasons && { reasons: firstNamed(reasons) }) };
      log({ level: 'error', message: 'config items ignored', applet, ...named }, { ConfigInvalid: 1 });
    }
    if (reading.kind === 'found') kept.set(applet, { reading, atMs: clock() });
    if (reading.kind === 'unknown-applet') kept.delete(applet);
    if (reading.kind === 'unavailable') {
      log({ level: 'error', message: 'config not refreshed', applet, cause: reading.cause });
    }
    return reading;
  };

  /** Requests that come while it is being read share that reading. */
  const refreshOnce = (applet: string): Promise<ConfigReading> => {
    const running = underWay.get(applet) ?? refresh(applet).finally(() => underWay.delete(applet));
    underWay.set(applet, running);
    return running;
  };

  return {
    read: async (applet) => {
      const known = kept.get(applet);
      if (known === undefined) return refreshOnce(applet);
      const ageMs = ageMsOf(known.atMs, clock());
      if (ageMs >= hardMs) return refreshOnce(applet);
      if (ageMs < freshMs) return known.reading;
      const refreshed = refreshOnce(applet);
      if (ageMs < waitMs) return known.reading;
      const reading = await Promise.race([refreshed, sleep(budget.configMs, tooSlow, { ref: false })]);
      return reading.kind === 'unavailable' ? { ...known.reading, staleBecause: reading.cause } : reading;
    },
  };
};
