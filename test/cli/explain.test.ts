import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainAttempts } from '../../bin/explain/hunt.ts';
import { callOf, explainQuestion, type Question } from '../../bin/explain/question.ts';
import { describe as describeCall } from '../../bin/explain/text.ts';
import { loadConfig } from '../../bin/pools-file/load.ts';
import { huntFromItem, huntItem } from '../../functions/adapters/hunt-item.ts';
import type { Config } from '../../functions/domain/config.ts';
import { decide } from '../../functions/domain/cursor.ts';
import { afterWrite } from '../../functions/domain/hunt.ts';
import { planFor } from '../../functions/domain/plan.ts';
import {
  aCall,
  aConfig,
  anId,
  aPool,
  aReport,
  exophone,
  four,
  one,
  someInputs,
  three,
  two,
} from '../support/builders.ts';
import { aFolder, run, serve } from '../support/cli.ts';

const question: Question = {
  applet: 'main',
  from: '09900112233',
  to: exophone,
  atMs: Date.parse('2026-11-24T11:00:00+05:30'),
};
const explain = (config: Config, more: Partial<Question> = {}) =>
  explainQuestion({ ...question, ...more }, { config, identity: { revision: 1, hash: 'test' }, live: new Map() });
const reasonsIn = (config: Config, more: Partial<Question> = {}) =>
  Object.fromEntries(
    explain(config, more)?.attempts[0]?.candidates.map(({ number, verdict, reason }) => [
      number,
      `${verdict}: ${reason}`,
    ]) ?? [],
  );

const evenings = { timeZone: 'Asia/Kolkata', weekly: { 2: [[18 * 60, 22 * 60]] as const }, dates: {} };

describe('an explanation', () => {
  it('names a reason for everybody the pool reaches', () => {
    const config = aConfig({
      hours: { evenings },
      agents: { ...aConfig().agents, a2: { name: 'Two', numbers: [two], hours: 'evenings' } },
      pools: {
        sales: aPool(['a1', 'a2', 'a3'], { overflow: ['support'], maxAttempts: 2 }),
        support: aPool(['a1', 'a4']),
      },
    });
    expect(explain(config)?.attempts[0]?.candidates).toEqual([
      { agent: 'a1', number: one, verdict: 'chosen', reason: 'first of pool sales, linear' },
      { agent: 'a2', number: two, verdict: 'left out', reason: 'outside hours until Tue 24 Nov 18:00 Asia/Kolkata' },
      { agent: 'a3', number: three, verdict: 'behind him', reason: 'place 2: pool sales, linear' },
      {
        agent: 'a4',
        number: four,
        verdict: 'later',
        reason: 'an answer holds 2 numbers; he is offered once these have rung',
      },
    ]);
  });

  it('changes with the time, and says when the pool opens', () => {
    const config = aConfig({
      hours: { evenings },
      pools: { sales: aPool(['a1'], { hours: 'evenings' }), support: aPool(['a4']) },
    });
    expect(explain(config)).toMatchObject({ attempts: [{ reason: 'closed', offered: [] }] });
    expect(reasonsIn(config)[one]).toBe('left out: pool sales closed until Tue 24 Nov 18:00 Asia/Kolkata');
    const later = Date.parse('2026-11-24T18:00:00+05:30');
    expect(explain(config, { atMs: later })).toMatchObject({ attempts: [{ offered: [one] }] });
  });

  it('says when a holiday or an exception is why', () => {
    const dates = { '2026-11-24': [], '11-25': [[60, 120]] as const };
    const config = aConfig({
      hours: { evenings: { ...evenings, dates } },
      pools: { sales: aPool(['a1'], { hours: 'evenings' }), support: aPool(['a4']) },
    });
    expect(reasonsIn(config)[one]).toMatch(/closed for the holiday 2026-11-24, until Wed 25 Nov 01:00/);
    const next = Date.parse('2026-11-25T03:00:00+05:30');
    expect(reasonsIn(config, { atMs: next })[one]).toMatch(/closed by the exception of 11-25, until Tue 01 Dec 18:00/);
  });

  it('follows the routes as a request would', () => {
    expect(explain(aConfig(), { digits: '2' })).toMatchObject({ pool: 'support', attempts: [{ offered: [four] }] });
    expect(explain(aConfig(), { applet: 'nobody' })).toBeUndefined();
  });

  it('says who is never offered: the caller himself, a refused number, and anybody to a blocked caller', () => {
    const agents = { ...aConfig().agents, a3: { name: 'Three', numbers: ['+14155550123'] } };
    expect(reasonsIn(aConfig({ agents }), { from: one })).toMatchObject({
      [one]: 'left out: a1 is the caller',
      '+14155550123': 'left out: blocked by policy: its country or prefix may not be dialled',
    });
    const blocked = aConfig({ settings: { ...aConfig().settings, blockedCallers: ['+9199'] } });
    expect(explain(blocked)).toMatchObject({ attempts: [{ reason: 'blocked', offered: [] }] });
    expect(reasonsIn(blocked)[one]).toBe('left out: the caller is blocked');
  });

  it('is of the very decision that a request with its seed gets, and is the same each time', () => {
    const config = aConfig({
      pools: { sales: aPool(['a1', 'a2', 'a3'], { strategy: 'random' }), support: aPool(['a4']) },
    });
    for (const from of ['09900112233', '09900112234', '09900112235']) {
      const { applet, ...moment } = someInputs(config, { nowMs: question.atMs });
      const { numbers } = planFor(callOf({ ...question, from }), applet, moment);
      expect(explain(config, { from })?.attempts[0]?.offered).toEqual(numbers);
    }
  });
});

describe('a call that has been', () => {
  it('says of each attempt in words what it was decided without', () => {
    const first = decide(aCall(), anId(), undefined, someInputs(aConfig(), { degraded: 'state' }));
    if (first.kind !== 'answer') throw new Error('a first request starts a visit');
    const hunt = afterWrite(undefined, first.write);
    const second = decide(aReport(one, 'busy'), anId(), hunt, someInputs(aConfig(), { degraded: 'stale-config' }));
    if (second.kind !== 'answer') throw new Error('a report is another attempt');
    const stored = huntFromItem(huntItem(anId(), afterWrite(hunt, second.write)));

    const attempts = explainAttempts(stored, aConfig());
    expect(attempts.map(({ degraded }) => degraded)).toEqual(['state', 'stale-config']);
    const lines = describeCall({ applet: 'main', revision: 1, pool: 'sales', attempts }).split('\n');
    expect(lines.filter((line) => line.includes('degraded'))).toEqual([
      '  degraded    state: DynamoDB did not say what agents were doing: who was ringing, talking, paused or last in turn did not count',
      '  degraded    stale-config: DynamoDB gave no newer configuration than the one in memory: what was changed in the last minutes or hours did not count',
    ]);
    expect(lines[2]).toBe(lines.filter((line) => line.includes('degraded'))[0]);
  });

  it('is told attempt by attempt, with a reason for everybody the pool reaches', async () => {
    const { url } = await serve({ POOLS_FILE: aPoolsFile() });
    const { port: PORT } = new URL(url);
    const get = (path: string) => fetch(`${url}/${path}`).then((response) => response.text());
    const ask = (query: string, from = '09900112233') => get(`primary/main?CallFrom=${from}&${query}`);
    const report = (number: string, status: string) =>
      `CallSid=x1&DialWhomNumber=${number.replace('+91', '0')}&DialCallStatus=${status}`;
    expect(await ask('CallSid=other', '09900112234')).toBe([one, two, four].join(','));
    expect(await ask('CallSid=x1')).toBe([two, four].join(','));
    await get(`events/agent?CallSid=x1&DialWhomNumber=${two.replace('+91', '0')}&Status=busy`);
    await ask(report(two, 'busy'));
    await ask(report(four, 'no-answer'));

    const { code, out } = await run(['explain', 'x1', '--json'], { PORT });
    expect(code).toBe(0);
    const told = JSON.parse(out);
    expect(told).toMatchObject({ callSid: 'x1', applet: 'main', revision: 1, pool: 'sales' });
    const reasons = told.attempts.map(
      ({
        offered,
        candidates,
      }: {
        offered: string[];
        candidates: { agent: string; verdict: string; reason: string }[];
      }) => [offered.length, ...candidates.map(({ agent, verdict, reason }) => `${agent} ${verdict}: ${reason}`)],
    );
    const c = 'c left out: not on duty: rotation night, it is the turn of b';
    expect(reasons).toEqual([
      [
        2,
        expect.stringMatching(/^a left out: is ringing: call other until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/),
        'b chosen: first of pool sales, linear',
        c,
        'd behind him: place 2: tier 2 not reached',
      ],
      [
        1,
        'a left out: is held by another call',
        'b left out: already dialled: busy',
        c,
        'd chosen: first of pool sales, linear',
      ],
      [
        0,
        'a left out: is held by another call',
        'b left out: already dialled: busy',
        c,
        'd left out: already dialled: no-answer',
      ],
    ]);
    expect(told.attempts.at(-1)).toMatchObject({ reason: 'busy', reported: `${four} no-answer` });
    expect(told.events).toMatchObject([{ agent: 'b', kind: 'ringing', effect: 'changed' }]);

    const text = await run(['explain', 'x1'], { PORT });
    expect(text.out).toMatch(/^call x1, applet main, pool sales, revision 1\n.*Z {2}first: 2 numbers\n/);
    const lines = text.out.split('\n');
    expect(lines).toHaveLength(1 + 3 * 5 + 1 + 1);
    expect(lines[6], 'between the first attempt and the second').toMatch(/Z {2}event: \+919000000002 of b rings$/);
    expect(await run(['explain', 'x2'], { PORT })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/call x2 is not in/),
    });
    expect(await run(['explain', 'x1', '--from', '1'], { PORT })).toMatchObject({ code: 2 });
    expect(await run(['explain'], { PORT })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/a CallSid, or --applet/),
    });
  });
});

/** Whoever has the turn of a rotation of two, among a, and d in tier 2. */
const aPoolsFile = (): string => {
  const file = join(aFolder(), 'pools.yaml');
  const settings = `{ country: IN, timeZone: Asia/Kolkata, numberPolicy: { countries: [IN], types: [mobile] }, lastResort: ["${one}"] }`;
  writeFileSync(
    file,
    `settings: ${settings}
agents: { a: { name: A, numbers: ["${one}"] }, b: { name: B, numbers: ["${two}"] }, c: { name: C, numbers: ["${three}"] }, d: { name: D, numbers: ["${four}"] } }
rotations: { night: { agents: [b, c], start: "2026-11-02", handover: "09:00", turnDays: 366 } }
pools: { sales: { strategy: linear, members: [a, { rotation: night }, { agent: d, tier: 2 }] } }
applets: { main: { routes: [{ pool: sales }] } }
`,
  );
  return file;
};

describe('dial-whom explain', () => {
  it('asks the running service’s table, and exits with 1 when nobody would be offered', async () => {
    const { url } = await serve();
    const { port: PORT } = new URL(url);
    const args = ['explain', '--applet', 'main', '--from', '09900112233', '--to', '08040001000'];
    const sample = loadConfig('pools.yaml');
    if (sample.kind !== 'config') throw new Error('the sample is valid');

    const open = await run([...args, '--at', '2026-11-24T11:00:00+05:30', '--json'], { PORT });
    expect(open.code).toBe(0);
    expect(JSON.parse(open.out)).toEqual(explain(sample.config, { to: '08040001000' }));
    const closed = await run([...args, '--at', '2026-11-24T21:00:00+05:30'], { PORT });
    expect(closed.out).toMatch(/asha: pool sales closed until Wed 25 Nov 09:00 Asia\/Kolkata\n.*/);
    expect(closed.out).toMatch(/chosen {6}\+919000000022 +lakshman/);

    const garbled = await run(args.with(4, 'garbage'), { PORT });
    expect(garbled.err).toMatch(/^warning: --from "garbage" is not understood as a number: no caller, block/m);
    expect(open.err + closed.err).not.toContain('warning');

    expect(await run([...args.with(2, 'nobody')], { PORT })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no applet nobody/),
    });
    expect(await run([...args, '--at', 'noon'], { PORT })).toMatchObject({ code: 2 });
    expect(await run([...args, '--direction', 'sideways'], { PORT })).toMatchObject({ code: 2 });
  });
});
