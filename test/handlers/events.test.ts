import { describe, expect, it } from 'vitest';
import { aConfig, aPool, national, one, three, two } from '../support/builders.ts';
import { aDesk } from '../support/events-desk.ts';

describe('an agent of whom events tell that he talks', () => {
  it('is offered to nobody else, and again once his wrap-up is over', async () => {
    const { ask, agent, wait } = aDesk();
    expect(await ask('c1')).toBe([one, two, three].join());
    await agent('c1', one, { EventType: 'Dial', Status: 'busy' });
    wait(8);
    await agent('c1', one, { EventType: 'Answered', Status: 'busy' });
    wait(300);
    expect(await ask('c2')).toBe([two, three].join());
    await agent('c1', one, { EventType: 'Terminal', Status: 'free', DialCallStatus: 'completed' });
    wait(9);
    expect(await ask('c3')).toBe(three);
    wait(1);
    expect(await ask('c4')).toBe(one);
  });

  it('is held although no request of ours named him: behind the head, by the fallback, by a transfer', async () => {
    const { ask, agent, holderOf } = aDesk();
    await agent('c9', two, { EventType: 'Answered' });
    expect(holderOf('a2')).toBe('c9');
    expect(await ask('c1')).toBe([one, three].join());
  });

  it('is nobody to offer when all talk: empty, with the reason, and free when they stop', async () => {
    const { ask, agent, wait } = aDesk();
    for (const [index, number] of [one, two, three].entries()) await agent(`c${index}`, number, { Status: 'busy' });
    wait(600);
    expect(await ask('c8')).toBe('');
    await agent('c1', two, { Status: 'free', DialCallStatus: 'no-answer' });
    wait(31);
    expect(await ask('c9')).toBe(two);
  });
});

describe('a conversation that events tell', () => {
  it('is with whom it was, although another one was at the head: he is offered first when the caller comes back', async () => {
    const sticky = { withinHours: 24, maxOffersPerHour: 12 };
    const config = aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3'], { sticky }), support: aPool(['a4']) } });
    const { ask, passthru, wait } = aDesk(config);
    const CallFrom = '09900112233';
    await ask('c1', { CallFrom });
    await passthru('c1', { CallFrom, DialCallStatus: 'completed', DialWhomNumber: national(three) });
    // What a request guesses of that call does not count any more.
    await ask('c1', { CallFrom, digits: '1' });
    wait(3600);
    expect(await ask('c2', { CallFrom })).toBe([three, one, two].join());
    // He hung up before anybody answered: it stays with whom he did speak.
    await passthru('c2', { CallFrom, DialCallStatus: 'canceled', DialWhomNumber: national(three) });
    wait(3600);
    expect(await ask('c3', { CallFrom })).toBe([three, one, two].join());
  });
});

describe('what events tell of a conversation', () => {
  const sticky = { withinHours: 24, maxOffersPerHour: 12 };
  const config = aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3'], { sticky }), support: aPool(['a4']) } });
  const caller = { CallFrom: '09900112233' };

  it('is not taken back by a report that names nobody', async () => {
    const { ask, post, callers } = aDesk(config);
    await ask('c1', caller);
    await post(JSON.stringify({ CallSid: 'c1', From: caller.CallFrom, Status: 'completed' }), 'application/json');
    expect(await callers.spokeWith('+919900112233', AbortSignal.timeout(1000))).toMatchObject({ agent: 'a1' });
  });

  it('is not told anew by a repeat, when the caller has spoken with somebody else since', async () => {
    const { passthru, wait, callers } = aDesk(config);
    const talked = (call: string, number: string) =>
      passthru(call, { ...caller, DialCallStatus: 'completed', DialWhomNumber: national(number) });
    await talked('c1', two);
    wait(300);
    await talked('c2', three);
    wait(600);
    await talked('c1', two);
    expect(await callers.spokeWith('+919900112233', AbortSignal.timeout(1000))).toMatchObject({ agent: 'a3' });
  });

  it('frees everybody whom events told of, when its end names nobody', async () => {
    const { ask, agent, post, wait, holderOf } = aDesk();
    await ask('c1');
    await agent('c1', two, { EventType: 'Answered' });
    wait(60);
    expect(holderOf('a2')).toBe('c1');
    await post(JSON.stringify({ CallSid: 'c1', Status: 'completed' }), 'APPLICATION/JSON');
    wait(11);
    expect(holderOf('a2')).toBeUndefined();
  });
});

describe('what events tell operators of a conversation', () => {
  it('is each outcome once, whoever tells it and however often, and which attempt led to the conversation', async () => {
    const { ask, agent, passthru, measured, counted } = aDesk();
    await ask('c1');
    await agent('c1', one, { EventType: 'Terminal', Status: 'free', DialCallStatus: 'busy' });
    await ask('c1', { DialWhomNumber: national(one), DialCallStatus: 'busy' });
    await agent('c1', two, { EventType: 'Answered', Status: 'busy' });
    for (const _twice of [1, 2]) await passthru('c1', { DialCallStatus: 'completed', DialWhomNumber: national(two) });
    expect(counted.filter((metric) => metric.startsWith('Outcome'))).toEqual(['OutcomeBusy', 'OutcomeCompleted']);
    expect(measured).toMatchObject({ AttemptsToCompleted: 2, CompletedAtFirst: 0 });

    await ask('c2');
    await agent('c2', one, { EventType: 'Terminal', Status: 'free', DialCallStatus: 'completed' });
    expect(measured).toMatchObject({ AttemptsToCompleted: 1, CompletedAtFirst: 1 });
  });

  it('is no attempt of ours where the first request tells of a conversation: the fallback, or an earlier visit, led to it', async () => {
    const { ask, measured } = aDesk();
    await ask('c1', { DialWhomNumber: national(one), DialCallStatus: 'completed' });
    expect(measured).toMatchObject({ OutcomeCompleted: 1 });
    expect(measured).not.toHaveProperty('AttemptsToCompleted');
  });

  it('is whose end nobody told, once he is offered again', async () => {
    const { ask, agent, wait, counted } = aDesk();
    await ask('c1');
    await agent('c1', one, { EventType: 'Answered', Status: 'busy' });
    wait(3600);
    expect(await ask('c2')).toContain(one);
    expect(counted).toContain('LeaseExpired');
    await agent('c2', one, { EventType: 'Terminal', Status: 'free', DialCallStatus: 'completed' });
    wait(3600);
    counted.length = 0;
    await ask('c3');
    expect(counted).not.toContain('LeaseExpired');
  });
});

describe('somebody who misses calls', () => {
  it('stands behind the others, is left out after three, and is offered all the same when he is the last of his pool', async () => {
    const { ask, wait, counted } = aDesk(aConfig({ pools: { sales: aPool(['a1', 'a2']), support: aPool(['a4']) } }));
    const miss = async (callSid: string, number: string) => {
      const answer = await ask(callSid);
      await ask(callSid, { DialWhomNumber: national(number), DialCallStatus: 'no-answer' });
      await ask(callSid, { DialWhomNumber: national(two), DialCallStatus: 'completed' });
      return answer;
    };
    expect(await miss('c1', one)).toBe([one, two].join());
    wait(20);
    expect(await ask('c2'), 'cooling').toBe([two, one].join());
    wait(600);
    await miss('c3', one);
    wait(600);
    await miss('c4', one);
    wait(60);
    expect(await ask('c5'), 'paused').toBe(two);
    await ask('c5', { DialWhomNumber: national(two), DialCallStatus: 'busy' });
    wait(100);
    for (const call of ['c6', 'c7']) {
      await ask(call);
      await ask(call, { DialWhomNumber: national(two), DialCallStatus: 'busy' });
      wait(100);
    }
    expect(await ask('c8'), 'nobody else is left').toBe([one, two].join());
    expect(counted).toContain('LastAgentOffered');
  });

  it('is offered in his turn by a pool without leases, whoever else is left: as the last one he does not count', async () => {
    const night = aPool(['a1', 'a2'], { leases: 'off' });
    const sales = aPool(['a3'], { overflow: ['night'] });
    const { ask, wait, counted } = aDesk(aConfig({ pools: { sales, night, support: aPool(['a4']) } }));
    for (const call of ['c1', 'c2', 'c3']) {
      expect(await ask(call)).toBe([three, one, two].join());
      expect(await ask(call, { DialWhomNumber: national(three), DialCallStatus: 'canceled' })).toBe([one, two].join());
      await ask(call, { DialWhomNumber: national(one), DialCallStatus: 'no-answer' });
      await ask(call, { DialWhomNumber: national(two), DialCallStatus: 'completed' });
      wait(60);
    }
    await ask('c4');
    expect(await ask('c5'), 'the head is of the pool that it overflows to').toBe([one, two].join());
    expect(counted).not.toContain('LastAgentOffered');
  });
});
