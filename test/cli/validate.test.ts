import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeProblem, loadConfig } from '../../bin/pools-file/load.ts';
import { aFolder, run } from '../support/cli.ts';

const sample = readFileSync(new URL('../../pools.yaml', import.meta.url), 'utf8');

/** The sample with one thing changed; fails when there is nothing to change. */
const edited = (from: string, to: string): { file: string; line: number } => {
  const file = join(aFolder(), 'pools.yaml');
  const at = sample.indexOf(from);
  expect(at, `the sample holds ${from}`).toBeGreaterThan(0);
  writeFileSync(file, sample.replace(from, to));
  return { file, line: sample.slice(0, at).split('\n').length };
};

const problemsIn = (file: string): string[] => {
  const loaded = loadConfig(file);
  return loaded.kind === 'problems'
    ? loaded.problems.map((problem) => describeProblem(problem).replace(file, 'pools.yaml'))
    : [];
};

describe('the sample', () => {
  it('is valid', () => {
    expect(problemsIn('pools.yaml')).toEqual([]);
  });

  it('gives applet main at least four agents, and never the number that the tests of others use', () => {
    const loaded = loadConfig('pools.yaml');
    if (loaded.kind !== 'config') throw new Error('the sample is valid');
    const { applets, pools } = loaded.config;
    for (const { pool } of applets.main?.routes ?? []) expect(pools[pool]?.members.length).toBeGreaterThanOrEqual(4);
    expect(sample).not.toContain('9876543210');
  });
});

describe('a file as a whole', () => {
  it('is refused when it is not UTF-8, which would damage names', () => {
    const file = join(aFolder(), 'pools.yaml');
    writeFileSync(file, sample.replace('Asha Rao', 'Áshá Rao'), 'latin1');
    expect(problemsIn(file)).toEqual([
      'pools.yaml: it is not UTF-8, so that names would be damaged. To mend it: save it as UTF-8.',
    ]);
  });

  it.each([
    ['empty', ''],
    ['empty but for a comment', '# pools'],
  ])('is refused when it is %s', (_what, content) => {
    const file = join(aFolder(), 'pools.yaml');
    writeFileSync(file, content);
    expect(problemsIn(file)).toEqual([
      'pools.yaml:1: it is empty. To mend it: write settings, agents, pools and applets into it.',
    ]);
  });

  it('is refused when a part of it is missing, which is named once', () => {
    const file = join(aFolder(), 'pools.yaml');
    writeFileSync(file, 'hours: { office: {} }');
    expect(problemsIn(file).map((problem) => problem.replace(/\. To mend it.*/, ''))).toEqual([
      'pools.yaml:1: settings: missing or no map',
      'pools.yaml:1: hours.office.weekly: missing or no map',
      'pools.yaml:1: agents: missing or no map',
      'pools.yaml:1: pools: missing or no map',
      'pools.yaml:1: applets: missing or no map',
    ]);
  });

  it('is refused when an item of it would be larger than DynamoDB takes, at its line', () => {
    const callers = Array.from({ length: 30_000 }, (_, index) => `"+9198${String(index).padStart(8, '0')}"`);
    const { file } = edited('  lastResort:', `  blockedCallers: [${callers.join(', ')}]\n  lastResort:`);
    expect(problemsIn(file)).toEqual([
      'pools.yaml:5: settings: it is 411 KB as an item, and DynamoDB takes 400 KB. To mend it: shorten its lists or texts.',
    ]);
  });
});

describe('a mistake in the pools file is named with its line and its cure', () => {
  it.each([
    ['a last resort twice', '"+919000000091"]', '"+919000000090"]', /\+919000000090 is in lastResort twice/],
    ['a route that another one hides', 'digits: "9"', 'digits: "2"', /routes\.0 has the same conditions/],
    [
      'a number without quotes',
      '"+919000000014"',
      '+919000000014',
      /agents\.deepak\.numbers\.0: .*number to YAML.* quote it: "\+919000000014"/,
    ],
    [
      'a number one digit short',
      '"+919000000014"',
      '"+91900000001"',
      /\+91900000001 is not a number of any numbering plan/,
    ],
    ['a national number', '"+919000000014"', '"09000000014"', /"09000000014" is not an E\.164 number/],
    ['a number abroad', '"+919000000014"', '"+14155550123"', /number of US, and only IN may be dialled/],
    [
      'a toll-free number',
      '"+919000000014"',
      '"+911800123456"',
      /type toll-free, and only mobile, fixed-line may be dialled/,
    ],
    ['an ExoPhone as an agent', '"+919000000014"', '"+918040001000"', /ExoPhones: dialling it would be a call loop/],
    ['a number of two agents', '"+919000000014"', '"+919000000013"', /already a number of agent chitra/],
    ['a missing agent', 'chitra, deepak]', 'chitra, dipak]', /pools\.sales\.members\.3: there is no agent dipak/],
    ['a member twice', 'chitra, deepak]', 'chitra, asha]', /asha is in this pool twice/],
    [
      'an unknown key',
      'maxAttempts: 5',
      'maxAtempts: 5',
      /unknown key "maxAtempts".*known here: strategy, members, overflow, hours, maxAttempts, answer,/,
    ],
    ['a double key', '  bharat:', '  asha:', /asha is here twice: keys must be unique/],
    ['a double key in one line', 'name: Esha Nair,', 'name: Esha Nair, name: Esha,', /name is here twice/],
    ['a key with and without quotes', '  bharat:', '  1: {}\n  "1":', /1 is here twice: keys must be unique/],
    [
      'an unknown strategy',
      'strategy: linear #',
      'strategy: loudest #',
      /one of: least-recently-offered, round-robin, linear,/,
    ],
    ['a name that cannot be one', '  asha: {', '  Asha R: {', /"Asha R" cannot be a name/],
    [
      'hours nobody wrote',
      'hours: office\n    overflow: on-call #',
      'hours: offices\n    overflow: on-call #',
      /there are no hours offices/,
    ],
    ['times that are none', 'sat: "10:00-16:00"', 'sat: "10-16"', /no opening times\. To mend it: write "09:00-18:00"/],
    ['times that overlap', 'sat: "10:00-16:00"', 'sat: ["10:00-16:00", "15:00-17:00"]', /these times overlap/],
    ['a day that is none', 'sat: "10:00-16:00"', 'samstag: "10:00-16:00"', /no day of the week/],
    ['a day too many', 'sat: "10:00-16:00"', 'sat-sun-mon: "10:00-16:00"', /no day of the week/],
    ['a day given twice', 'sat: "10:00-16:00"', 'fri: "10:00-16:00"', /fri is given twice/],
    ['a date that is none', '"08-15"', '"15-08"', /no date/],
    [
      'a circle of overflow',
      '  on-call:\n',
      '  on-call:\n    overflow: sales\n',
      /overflow runs in a circle: on-call > sales > on-call/,
    ],
    ['an overflow to nowhere', 'overflow: on-call', 'overflow: oncall', /there is no pool oncall/],
    [
      'weights that are all 0',
      'members: [esha, farhan, gita, harish]',
      'strategy: weighted\n    members: [{ agent: esha, weight: 0 }]',
      /every weight is 0/,
    ],
    [
      'a tier that is none',
      'members: [esha,',
      'members: [{ agent: esha, tier: 0 },',
      /tier is no number it can be\. To mend it: write 1 to 99/,
    ],
    ['an empty pool', 'members: [esha, farhan, gita, harish]', 'members: []', /members is empty/],
    ['a rotation with nobody', '[indira, jatin, kavya, lakshman]', '[]', /rotations\.night\.agents: agents is empty/],
    [
      'a stranger in a rotation',
      '[indira, jatin,',
      '[indra, jatin,',
      /rotations\.night\.agents\.0: there is no agent indra/,
    ],
    ['somebody twice in a rotation', '[indira, jatin,', '[jatin, jatin,', /jatin is in this rotation twice/],
    ['a rotation nobody wrote', '- { rotation: night }', '- { rotation: nights }', /there is no rotation nights/],
    ['a rotation without a day', 'start: "2026-11-02"', 'start: "02-11"', /no date/],
    ['a handover at no time', 'handover: "09:00"', 'handover: "9"', /no time of the day/],
    ['a rotation in no zone', 'turnDays: 7', 'turnDays: 7\n    timeZone: India/Delhi', /no IANA time zone/],
    [
      'a rotation within hours of another zone',
      'turnDays: 7',
      'turnDays: 7\n    hours: office\n    timeZone: Europe/Lisbon',
      /rotations\.night\.hours: office is in Asia\/Kolkata, and this rotation hands over in Europe\/Lisbon/,
    ],
    ['an answer that is none', 'maxAttempts: 5', 'answer: two', /one of: list, one/],
    ['leases that are neither', 'maxAttempts: 5', 'leases: maybe', /one of: on, off/],
    ['a capacity of nobody', 'name: Esha Nair,', 'name: Esha Nair, capacity: 0,', /capacity.*write 1 to 10/],
    ['half a call', 'name: Esha Nair,', 'name: Esha Nair, capacity: 1.5,', /capacity.*whole number/],
    [
      'a mistyped cool-down',
      'timeZone: Asia/Kolkata',
      'timeZone: Asia/Kolkata\n  misses: { coolDownSeconds: { noanswer: 5 } }',
      /unknown key "noanswer". To mend it: known here: busy, no-answer, failed/,
    ],
    [
      'a talk of no time',
      'timeZone: Asia/Kolkata',
      'timeZone: Asia/Kolkata\n  leases: { maxTalkMinutes: 0 }',
      /maxTalkMinutes is no number it can be\. To mend it: write 1 to 1440/,
    ],
    ['a deadline nobody could keep', 'maxAttempts: 5', 'huntDeadlineSeconds: 1', /write 10 to 3600/],
    ['an unknown pool', 'pool: sales #', 'pool: salse #', /there is no pool salse/],
    [
      'a default that is not last',
      '- when: { digits: "9" }\n        pool: on-call',
      '- pool: on-call',
      /always matches/,
    ],
    ['digits without quotes', 'digits: "2"', 'digits: 2', /quote it: "2"/],
    ['no country', 'country: IN', 'country: XX', /no country/],
    ['no time zone', 'timeZone: Asia/Kolkata', 'timeZone: India/Delhi', /no IANA time zone/],
    ['a time zone of two countries', 'timeZone: Asia/Kolkata', 'timeZone: BST', /no IANA time zone.*abbreviations/],
    [
      'a country that is blocked',
      '  lastResort:',
      '  blockedCallers: ["+91"]\n  lastResort:',
      /settings\.blockedCallers\.0: \+91 is every caller of IN: nobody .* write a longer prefix/,
    ],
    ['no last resort', 'lastResort: ["+919000000090", "+919000000091"]', 'lastResort: []', /lastResort is empty/],
    ['broken YAML', 'agents:', 'agents: [', /YAML/],
  ])('%s', (_what, from, to, message) => {
    const { file, line } = edited(from, to);
    const problems = problemsIn(file);
    const [first = ''] = problems;
    expect(problems.join('\n')).toMatch(message);
    expect(first).toMatch(/^pools\.yaml:\d+: .* To mend it: .+\.$/);
    const lines = problems.map((problem) => Number(/^pools\.yaml:(\d+)/.exec(problem)?.[1]));
    // Broken syntax is noticed where the parser gives up.
    if (!message.source.includes('YAML') || message.source.includes('quote')) {
      expect(Math.min(...lines.map((at) => Math.abs(at - line)))).toBeLessThanOrEqual(1);
    }
  });

  it('at the number that a denied prefix refuses', () => {
    const { file } = edited('deniedPrefixes: ["+91140"]', 'deniedPrefixes: ["+91900000001"]');
    expect(problemsIn(file)).toContainEqual(
      expect.stringMatching(/^pools\.yaml:22: agents\.asha\.numbers\.0: .*denied prefix/),
    );
  });

  it.each([
    ['several documents', '---', 'it holds several documents'],
    ['a key that is a list', '? [asha]\n: 1', 'map does not support complex keys'],
    ['an alias of what it is in itself', 'pools: &all { sales: *all }', 'pools.sales.members: members must be a list'],
  ])('%s', (_what, more, message) => {
    const file = join(aFolder(), 'pools.yaml');
    writeFileSync(file, `settings: { country: IN }\n${more}\nagents: {}\n`);
    expect(problemsIn(file).join('\n')).toContain(message);
  });

  it('an empty file', () => {
    const file = join(aFolder(), 'pools.yaml');
    writeFileSync(file, '# nobody yet\n');
    expect(problemsIn(file)).toEqual([expect.stringMatching(/^pools\.yaml:1: /)]);
  });

  it('on its own line, whatever ends the lines', () => {
    const { file, line } = edited('"+919000000014"', '+919000000014');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
    expect(problemsIn(file)).toEqual([expect.stringMatching(`^pools\\.yaml:${line}: agents\\.deepak\\.numbers\\.0: `)]);
  });

  it('each of two double keys', () => {
    const { file } = edited('  bharat:', '  asha:');
    writeFileSync(file, readFileSync(file, 'utf8').replace('  esha:', '  "deepak":'));
    expect(problemsIn(file)).toEqual([
      expect.stringMatching(/^pools\.yaml:\d+: asha is here twice/),
      expect.stringMatching(/^pools\.yaml:\d+: deepak is here twice/),
    ]);
  });

  it('an alias that leads nowhere', () => {
    const { file } = edited('members: [asha, bharat, chitra, deepak]', 'members: *nobody');
    expect(problemsIn(file)).toEqual([expect.stringMatching(/an alias cannot be followed/)]);
  });

  it('with all the others, not only the first', () => {
    const { file } = edited('"+919000000014"', '"+91900"');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"+919000000015"', '"+91901"'));
    expect(problemsIn(file)).toHaveLength(2);
  });
});

it('a tab is named alone: what else the parser says of the lines around it comes of it', () => {
  const { file } = edited('    leases: off', '\tleases: off');
  expect(problemsIn(file)).toEqual([
    expect.stringMatching(/^pools\.yaml:\d+: Tabs are not allowed as indentation\. To mend it: indent with spaces\.$/),
  ]);
});

describe('dial-whom validate', () => {
  it('says what a valid file holds and exits with 0', async () => {
    expect(await run(['validate'])).toEqual({
      code: 0,
      out: 'pools.yaml is valid: 12 agents, 3 pools, 2 applets\n',
      err: '',
    });
  });

  it('names the mistakes of another file and exits with 1', async () => {
    const { file, line } = edited('"+919000000014"', '+919000000014');
    const { code, out, err } = await run(['validate', file]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`${file}:${line}: agents.deepak.numbers.0`);
  });

  it('prints JSON for machines', async () => {
    const { file, line } = edited('chitra, deepak]', 'chitra, dipak]');
    const { code, out } = await run(['validate', file, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ file, valid: false, problems: [{ line, path: 'pools.sales.members.3' }] });
  });

  it('uses POOLS_FILE, and says so when it cannot be read', async () => {
    const { code, err } = await run(['validate'], { POOLS_FILE: join(aFolder(), 'nothing.yaml') });
    expect(code).toBe(1);
    expect(err).toMatch(/nothing\.yaml: cannot be read \(ENOENT\)/);
  });

  it.each([[['validat']], [['validate', '--jsn']], [['validate', 'a', 'b']], [['call', '--agent', 'x']]])(
    'exits with 2 when it is used wrongly: %j',
    async (args) => {
      const { code, err } = await run(args);
      expect(code).toBe(2);
      expect(err).toMatch(/error:/);
    },
  );
});
