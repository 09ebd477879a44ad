import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { contentOf } from '../../bin/pools-file/file-content.ts';
import { loadConfig } from '../../bin/pools-file/load.ts';
import { parsePoolsFile, toConfig } from '../../bin/pools-file/schema.ts';
import { yamlText } from '../../bin/pools-file/yaml-text.ts';
import type { Config } from '../../functions/domain/config.ts';
import { checkConfig } from '../../functions/domain/config-check.ts';
import { aFolder } from '../support/cli.ts';
import { configs } from '../support/happenings.ts';
import { files } from '../support/pools-files.ts';
import { holds } from '../support/property.ts';

const nowMs = Date.parse('2026-11-21T06:00:00Z');

const sample = (): Config => read(load(readFileSync('pools.yaml', 'utf8')));

/** What `apply` would read from the export. */
const loaded = (config: Config, file: string): Config => {
  writeFileSync(file, yamlText(contentOf(config)));
  const found = loadConfig(file, nowMs);
  if (found.kind === 'problems') throw new Error(JSON.stringify(found.problems));
  return found.config;
};

const read = (content: unknown): Config => {
  const parsed = parsePoolsFile(content);
  if (!parsed.success) throw new Error(parsed.error.message);
  return toConfig(parsed.data);
};

describe('a configuration written as a pools file', () => {
  it('is the sample again when it was the sample', () => {
    // The order as well: it is part of the hash by which an apply knows that nothing changed.
    expect(JSON.stringify(loaded(sample(), join(aFolder(), 'pools.yaml')))).toBe(JSON.stringify(sample()));
  });

  it('has an agent and a route a line, and leaves out what the sample leaves out', () => {
    const lines = yamlText(contentOf(sample())).split('\n');
    expect(lines).toContain('  asha: { name: Asha Rao, numbers: [ "+919000000011" ] }');
    expect(lines).toContain('      - { when: { digits: "2" }, pool: support }');
    expect(lines).toContain('    weekly: { mon-fri: "09:00-19:00", sat: "10:00-16:00" }');
    expect(load(lines.join('\n'))).toEqual(load(readFileSync('pools.yaml', 'utf8')));
  });

  it('has a list that is longer than a line in lines of its own', () => {
    const config = sample();
    const members = Array.from({ length: 30 }, () => ({ agent: 'asha', tier: 1, weight: 1 }));
    const { sales } = config.pools;
    if (sales === undefined) throw new Error('the sample has sales');
    const lines = yamlText(contentOf({ ...config, pools: { sales: { ...sales, members } } })).split('\n');
    expect(lines.filter((line) => line === '      - asha')).toHaveLength(30);
    expect(lines.every((line) => line.length <= 120)).toBe(true);
  });

  it('is loaded as the same configuration, whatever it holds', () => {
    const file = join(aFolder(), 'pools.yaml');
    void holds(
      'a valid configuration survives export and load',
      100,
      fc.property(configs, (config) => {
        fc.pre(config.pools.sales?.members.length !== 0 && checkConfig(config, nowMs).length === 0);
        expect(loaded(config, file)).toEqual(config);
      }),
    );
  });

  it('is loaded as the same content, whatever a file may say', () => {
    void holds(
      'what a file says survives export and load',
      300,
      fc.property(files, (content) => {
        const config = read(content);
        expect(read(load(yamlText(contentOf(config))))).toEqual(config);
      }),
    );
  });
});
