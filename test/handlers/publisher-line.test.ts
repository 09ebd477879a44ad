/** The one line of a run: its metrics stand at its end, and have to arrive whatever is in front of them. */
import { describe, expect, it } from 'vitest';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { FoundConfig } from '../../functions/domain/snapshot-ports.ts';
import { createHandler } from '../../functions/publisher/handler.ts';
import { createLog } from '../../functions/runtime/log.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';
import { scheduled } from '../support/publishing.ts';

/** What CloudWatch keeps of a line. */
const mostBytes = 256 * 1024;
const nowMs = Date.parse('2026-11-21T06:00:00Z');
const clock = () => nowMs;
const many = 2_000;

const ids = (of: number) => Array.from({ length: of }, (_, index) => `agent-of-a-long-name-${index}`);

/** As many agents, all with a number that must not be dialled, and as many items that somebody broke. */
const withWrongNumbers = (of: number): FoundConfig => {
  const agents = Object.fromEntries(ids(of).map((id) => [id, { name: id, numbers: ['+14155550100'] }]));
  const config: Config = aConfig({ agents, pools: { sales: aPool(ids(of)) } });
  return {
    config,
    revision: 2,
    applied: undefined,
    forced: undefined,
    reasons: Object.fromEntries(ids(of).map((id) => [`AGENT#${id}/META`, 'numbers: expected a list'])),
    stamps: Object.fromEntries(ids(of).map((id) => [id, { has: undefined, fitting: 'x' }])),
    demandsStamps: true,
    marked: 1,
  };
};

const aLog = () => {
  const lines: string[] = [];
  return { lines, log: createLog('dev', clock, (line) => lines.push(line)) };
};

/** Runs it once over a published `aConfig`, and returns its line. */
const lineOf = async (found: FoundConfig): Promise<string> => {
  const { lines, log } = aLog();
  const snapshot = { revision: 1, publishedAtMs: nowMs, config: aConfig() };
  await createHandler({
    whole: { read: async () => ({ kind: 'found', ...found }) },
    marks: { stamp: async () => {}, demandStamps: async () => {}, published: async () => {} },
    snapshots: {
      read: async () => ({ kind: 'found', snapshot, version: 'v1' }),
      write: async () => 'written',
    },
    clock,
    log,
  })(scheduled);
  return lines[0] ?? '';
};

describe('the line of a publisher that finds thousands of mistakes', () => {
  it('names fifty of each, says how many more there are, and ends with its metrics', async () => {
    const line = await lineOf(withWrongNumbers(many));
    expect(Buffer.byteLength(line)).toBeLessThan(mostBytes / 4);
    const { message, objections, ignored, unstamped, ...rest } = JSON.parse(line);
    expect(message).toBe('snapshot refused');
    expect(objections).toHaveLength(51);
    // Each agent, and the pool that loses everybody by it.
    expect(objections.at(-1)).toMatch(/^and 19\d\d more$/);
    for (const named of [ignored, unstamped]) {
      expect(Object.keys(named)).toHaveLength(51);
      expect(Object.entries(named).at(-1)).toEqual(['…', 'and 1950 more']);
    }
    expect(rest).toMatchObject({ SnapshotRefused: 1, ConfigInvalid: 1 });
  });

  it('names all where they are few', async () => {
    const { objections, ignored, unstamped } = JSON.parse(await lineOf(withWrongNumbers(5)));
    expect(objections.filter((one: string) => one.startsWith('agents.'))).toHaveLength(5);
    expect([Object.keys(ignored), Object.keys(unstamped)]).toMatchObject([{ length: 5 }, { length: 5 }]);
  });

  it('is bounded as well where one reason is a whole item', async () => {
    const found = { ...withWrongNumbers(1), reasons: { 'AGENT#a1/META': numberOf(1).repeat(40_000) } };
    expect(Buffer.byteLength(await lineOf(found))).toBeLessThan(mostBytes / 4);
  });
});

describe('the line of a primary that finds thousands of broken items', () => {
  it('is bounded in the same way', async () => {
    const { lines, log } = aLog();
    const { config, reasons } = withWrongNumbers(many);
    const reading = { kind: 'found', config, identity: { revision: 1, hash: 'x' } } as const;
    await cacheConfigs(async () => ({ reading, broken: Object.keys(reasons), reasons }), { clock, log }).read('main');
    const line = lines[0] ?? '';
    expect(Buffer.byteLength(line)).toBeLessThan(mostBytes / 4);
    expect(JSON.parse(line)).toMatchObject({ message: 'config items ignored', applet: 'main', ConfigInvalid: 1 });
  });
});
