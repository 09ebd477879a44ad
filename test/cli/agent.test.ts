import { describe, expect, it } from 'vitest';
import type { AgentState } from '../../bin/agents/state.ts';
import { run, serve } from '../support/cli.ts';

/** The sample, in whose pool `support` are esha, farhan, gita and harish. */
const aService = async () => {
  const { url } = await serve();
  const PORT = new URL(url).port;
  const agent = (...args: readonly string[]) => run(['agent', ...args], { PORT });
  return {
    url,
    PORT,
    agent,
    stateOf: async (name: string): Promise<AgentState> =>
      (JSON.parse((await agent('list', '--json')).out) as { agents: AgentState[] }).agents.find(
        (one) => one.agent === name,
      ) as AgentState,
    tell: (query: string) => fetch(`${url}/events/agent?${query}`),
  };
};

describe('dial-whom agent', () => {
  it('shows who is on which call until when, who misses calls, and what looks out of use', async () => {
    const { agent, stateOf, tell } = await aService();
    await tell('CallSid=c1&DialWhomNumber=09000000015&EventType=Answered');
    for (const call of [1, 2, 3, 4, 5]) {
      await tell(`CallSid=f${call}&DialWhomNumber=09000000016&EventType=Terminal&DialCallStatus=failed`);
    }
    expect(await stateOf('esha')).toMatchObject({ state: 'talking', misses: 0, leases: [{ callSid: 'c1' }] });
    expect(await stateOf('farhan')).toMatchObject({
      state: 'auto-paused',
      until: expect.stringMatching(/^\d{4}-/),
      misses: 5,
      lastMiss: { outcome: 'failed' },
      proposals: [{ number: '+919000000016', failed: 5 }],
    });
    expect(await stateOf('gita')).toMatchObject({ state: 'free', leases: [], proposals: [] });
    const { out } = await agent('list');
    expect(out).toMatch(/^agent +state +call +until \(Asia\/Kolkata\) +misses +last offered +last answered +note\n/);
    expect(out).toMatch(/\nesha +talking +c1 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +0 /);
    expect(out).toMatch(/\nproposal: remove \+919000000016 of farhan from pools.yaml: failed 5 times in a row, from /);
  });

  it('pauses somebody until he is resumed: he is offered to nobody, by no pool, and the log says who did it', async () => {
    const { url, agent, stateOf } = await aService();
    const { code, out } = await agent('pause', 'esha', '--until', '2h', '--reason', 'dentist');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^esha is paused until \d{4}.*: npx dial-whom agent resume esha/),
    ]);
    expect(await stateOf('esha')).toMatchObject({ state: 'paused', paused: { reason: 'dentist' } });
    const offered = async (CallSid: string) =>
      (await fetch(`${url}/primary/support?CallSid=${CallSid}&CallFrom=0990011${CallSid}`)).text();
    expect(await offered('2001')).not.toContain('+919000000015');
    await agent('resume', 'esha');
    expect(await stateOf('esha')).toMatchObject({ state: 'free' });
    const { out: log } = await agent('list', 'esha');
    expect(log.trimEnd().split('\n').slice(2)).toEqual([
      expect.stringMatching(/ {2}resumed by \S+$/),
      expect.stringMatching(/ {2}paused by \S+ until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d: dentist$/),
    ]);
  });

  it('pauses somebody until a time of the day, in the time zone of the settings', async () => {
    const { agent } = await aService();
    const { out } = await agent('pause', 'esha', '--until', '18:00');
    expect(out).toMatch(/^esha is paused until \d{4}-\d\d-\d\d 18:00:00 Asia\/Kolkata: /);
  });

  it('pauses somebody without a reason where the reason is empty', async () => {
    const { agent, stateOf } = await aService();
    await agent('pause', 'esha', '--reason', '');
    expect((await stateOf('esha')).paused).not.toHaveProperty('reason');
    expect((await agent('list', 'esha')).out).toMatch(/ {2}paused by [^:\n]+\n$/);
  });

  it('gives somebody who missed too many calls his trial at once', async () => {
    const { agent, stateOf, tell } = await aService();
    for (const call of [1, 2, 3]) {
      await tell(`CallSid=m${call}&DialWhomNumber=09000000016&EventType=Terminal&DialCallStatus=no-answer`);
    }
    expect((await stateOf('farhan')).state).toBe('auto-paused');
    await agent('resume', 'farhan');
    expect(await stateOf('farhan')).toMatchObject({ state: 'free', misses: 3 });
    await tell('CallSid=m4&DialWhomNumber=09000000016&EventType=Terminal&DialCallStatus=no-answer');
    expect((await stateOf('farhan')).state).toBe('auto-paused');
  });

  it('frees somebody whose call was never told to be over, and resuming him says that he is held', async () => {
    const { agent, stateOf, tell } = await aService();
    await tell('CallSid=c1&DialWhomNumber=09000000015&EventType=Ringing');
    expect((await agent('resume', 'esha')).out).toMatch(
      /^esha is not paused, and held by c1: .*npx dial-whom agent free esha/,
    );
    expect((await agent('free', 'esha')).out).toBe('esha is held by no call\n');
    expect(await stateOf('esha')).toMatchObject({ state: 'free', leases: [] });
  });

  it('says where there was nothing to change, and the log has nothing of it', async () => {
    const { agent, stateOf, tell } = await aService();
    expect(await agent('resume', 'asha')).toMatchObject({ code: 0, out: 'asha was not paused: nothing to change\n' });
    expect(await agent('free', 'asha')).toMatchObject({
      code: 0,
      out: 'asha was held by no call: nothing to change\n',
    });
    expect(JSON.parse((await agent('resume', 'asha', '--json')).out)).toMatchObject({ agent: 'asha', state: 'free' });
    expect(JSON.parse((await agent('list', 'asha', '--json')).out)).toMatchObject({ log: [] });

    await tell('CallSid=m1&DialWhomNumber=09000000016&EventType=Terminal&DialCallStatus=failed');
    expect((await stateOf('farhan')).state).toBe('cooling');
    expect((await agent('resume', 'farhan')).out).toBe('farhan is offered again\n');
    expect((await agent('resume', 'farhan')).out).toBe('farhan was not paused: nothing to change\n');
    expect(JSON.parse((await agent('list', 'farhan', '--json')).out)).toMatchObject({ log: [{ what: 'resumed' }] });
  });

  it('says of somebody in his wrap-up that it ends by itself', async () => {
    const { agent, tell } = await aService();
    await tell('CallSid=c1&DialWhomNumber=09000000015&EventType=Answered');
    await tell('CallSid=c1&DialWhomNumber=09000000015&EventType=Terminal&DialCallStatus=completed');
    expect((await agent('resume', 'esha')).out).toMatch(
      /^esha is not paused, and in wrap-up until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d Asia\/Kolkata: then offered again\n$/,
    );
  });

  it('warns when a pool is left with nobody, and says what is wrong with a command', async () => {
    const { agent } = await aService();
    for (const name of ['indira', 'jatin', 'kavya']) await agent('pause', name);
    const last = await agent('pause', 'lakshman');
    expect(last).toMatchObject({ code: 0, err: expect.stringMatching(/warning: nobody of pool on-call is left/) });
    // The last one is longer than a key of DynamoDB may be.
    for (const name of ['nobody', 'x'.repeat(3000)]) {
      expect(await agent('pause', name)).toMatchObject({
        code: 1,
        err: expect.stringMatching(/^table .*\nthere is no agent \w+ in dial-whom: asha, bharat.*\n$/),
      });
    }
    expect(await agent('pause', 'asha', '--until', 'noon')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/Write minutes, hours or days, such as 30m/),
    });
    expect(await agent('pause', 'asha', '--until', '2020-01-01T00:00:00Z')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/\n2020-01-01T00:00:00Z is over already: give a time to come\n$/),
    });
    expect(await run(['agent', 'list'], { PORT: '1' })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no local service/),
    });
  });
});

describe('dial-whom calls', () => {
  it('lists calls with what became of them, the newest first, by time and pool', async () => {
    const { url, PORT } = await aService();
    const ask = (applet: string, query: string) => fetch(`${url}/primary/${applet}?CallFrom=09900112233&${query}`);
    await ask('support', 'CallSid=quiet');
    await ask('main', 'CallSid=missed&digits=9');
    await ask('main', 'CallSid=missed&DialWhomNumber=09000000022&DialCallStatus=completed');
    await fetch(
      `${url}/events/passthru?CallSid=told&CallFrom=09900112234&DialCallStatus=completed&DialWhomNumber=09000000015`,
    );
    const calls = async (...args: readonly string[]) =>
      JSON.parse((await run(['calls', '--json', ...args], { PORT })).out).calls;
    expect(await calls()).toMatchObject([
      { callSid: 'told', pools: [], attempts: 0, outcome: 'completed', agent: 'esha', caller: '+919900112234' },
      { callSid: 'missed', pools: ['on-call'], attempts: 2, outcome: 'completed' },
      { callSid: 'quiet', pools: ['support'], attempts: 1, outcome: 'under way', caller: '09900112233' },
    ]);
    expect(await calls('--pool', 'support')).toMatchObject([{ callSid: 'quiet' }]);
    expect(await calls('--since', '2100-01-01T00:00:00Z')).toEqual([]);
    const { out } = await run(['calls', '--since', '10m'], { PORT });
    expect(out).toMatch(
      /^started \(UTC\) +CallSid +caller +pool +attempts +outcome +agent\n.* told +\+919900112234 +- +0 +completed +esha\n/,
    );
    expect(await run(['calls', '--since', 'yesterday'], { PORT })).toMatchObject({ code: 2 });
  });
});
