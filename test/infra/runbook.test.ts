import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alarmCases, jointCases } from './alarm-cases.ts';

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
