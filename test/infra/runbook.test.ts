import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alarmCases, jointCases } from './alarm-cases.ts';
import { makeTemplates } from './stacks.ts';

const text = readFileSync('docs/runbook.md', 'utf8');
/** Those that are no alarm's. */
const others = ['Who is told', 'What has no alarm'];
const sections = text
  .split(/^## /m)
  .slice(1)
  .map((section) => ({ name: section.slice(0, section.indexOf('\n')), body: section }))
  .filter(({ name }) => !others.includes(name));
const names = [...Object.keys(alarmCases), ...Object.keys(jointCases)];

/** An anchor is its heading in lower case, which is what the alarms' descriptions end with. */
describe('the runbook', () => {
  it('has a section for each alarm, and no section without an alarm', () => {
    expect(sections.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  it.each(sections)('says of $name what it means, how to confirm it, what to do, and how it was tested', ({ body }) => {
    expect([...body.matchAll(/^- \*\*(\w+)\*\*: /gm)].map(([, part]) => part)).toEqual([
      'Means',
      'Confirm',
      'Do',
      'Tested',
    ]);
  });

  it.each(sections)('names tests of $name that there are', ({ body }) => {
    const tested = body.slice(body.indexOf('- **Tested**'));
    const named = [...tested.matchAll(/`(test\/[\w./-]+)`(?: "([^"]+)")?/g)];
    expect(named.length).toBeGreaterThan(0);
    for (const [, path = '', test = ''] of named) {
      expect(existsSync(path), path).toBe(true);
      expect(readFileSync(path, 'utf8')).toContain(test);
    }
  });

  it('speaks of no alarm that there is not', () => {
    const metric = readFileSync('docs/metrics.md', 'utf8');
    const words = [...text.matchAll(/`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`/g)].map(([, word = '']) => word);
    const unknown = words.filter((word) => !names.includes(word) && !metric.includes(`\`${word}\``));
    // An output, and Lambda's own metric.
    expect([...new Set(unknown)].sort()).toEqual(['ConcurrentExecutions', 'DashboardUrl', 'TableName']);
  });

  it('leads only to what there is', () => {
    for (const [, path = '', anchor] of text.matchAll(/\]\((\w+\.md)(?:#([\w-]+))?\)/g)) {
      const headings = [...readFileSync(`docs/${path}`, 'utf8').matchAll(/^## (.+)$/gm)].map(([, heading = '']) =>
        heading.toLowerCase().replaceAll(' ', '-'),
      );
      if (anchor !== undefined) expect(headings).toContain(anchor);
    }
  });
});

describe('what is said of alarms', () => {
  const sectionOf = (heading: string): string =>
    text.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? '';

  it('in the README is in how many different minutes a key has to be wrong', () => {
    const [bad, of] = alarmCases.KeyRejected?.minutes ?? [];
    expect(readFileSync('README.md', 'utf8')).toContain(`no valid key in ${bad} different minutes of ${of}`);
  });

  it('of a wrong key names what is accepted now besides what the next deployment accepts', () => {
    expect(sectionOf('KeyRejected')).toMatch(/`npx dial-whom keys list`.*next deployment accepts.*KEY_HASHES/s);
  });

  it('of a hot item says how to turn on what no template does', () => {
    expect(JSON.stringify(makeTemplates().primary.toJSON())).not.toContain('ContributorInsights');
    expect(sectionOf('TableFaults')).toMatch(/update-contributor-insights .*ENABLE/);
  });

  it('of throttles knows that a function may have its own limit, and that events have no other URL', () => {
    expect(sectionOf('FunctionThrottles')).toMatch(/reservedConcurrency/);
    expect(sectionOf('What has no alarm')).toMatch(/429.*event.*lost/s);
    expect(sectionOf('What has no alarm')).toMatch(/reservedConcurrency/);
  });
});
