import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../bin/config/load.ts';
import { callOf, explainQuestion, type Question } from '../../bin/explain/question.ts';
import type { Config } from '../../functions/domain/config.ts';
import { planFor } from '../../functions/domain/plan.ts';
import { aConfig, aPool, aWorld, exophone, four, one, three, two } from '../support/builders.ts';
import { run, serve } from '../support/cli.ts';

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
      { agent: 'a2', number: two, verdict: 'left out', reason: 'outside hours until Tue 24 Nov, 18:00 Asia/Kolkata' },
      { agent: 'a3', number: three, verdict: 'behind him', reason: 'place 2: pool sales, linear' },
      { agent: 'a1', number: one, verdict: 'left out', reason: 'in the list already' },
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
    expect(reasonsIn(config)[one]).toBe('left out: pool sales closed until Tue 24 Nov, 18:00 Asia/Kolkata');
    const later = Date.parse('2026-11-24T18:00:00+05:30');
    expect(explain(config, { atMs: later })).toMatchObject({ attempts: [{ offered: [one] }] });
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
      const { applet, ...moment } = aWorld(config, { nowMs: question.atMs });
      const { numbers } = planFor(callOf({ ...question, from }), applet, moment);
      expect(explain(config, { from })?.attempts[0]?.offered).toEqual(numbers);
    }
  });
});

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
    expect(closed.out).toMatch(/asha: pool sales closed until Wed 25 Nov, 09:00 Asia\/Kolkata\n.*/);
    expect(closed.out).toMatch(/chosen {6}\+919000000019 +indira/);

    expect(await run([...args.with(2, 'nobody')], { PORT })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no applet nobody/),
    });
    expect(await run([...args, '--at', 'noon'], { PORT })).toMatchObject({ code: 2 });
  });
});
