import { describe, expect, it } from 'vitest';
import { decide } from '../../functions/domain/cursor.ts';
import {
  aCall,
  aConfig,
  anId,
  aPool,
  aReport,
  four,
  national,
  numberOf,
  one,
  someInputs,
  three,
  two,
} from '../support/builders.ts';
import { aPlay } from '../support/play.ts';

const never = { timeZone: 'Asia/Kolkata', weekly: {}, dates: {} };
const nobodyOnDuty = aConfig({
  hours: { never },
  agents: { a1: { name: 'One', numbers: [one], hours: 'never' } },
  pools: { sales: aPool(['a1']), support: aPool(['a1']) },
});
const list = (...numbers: string[]) => numbers.join(',');

describe('a hunt', () => {
  it('offers the rest of the plan after each number known to have rung, and ends exhausted', () => {
    const { ask } = aPlay();
    expect(ask(aCall()).body).toBe(list(one, two, three));
    expect(ask(aReport(one, 'no-answer')).body).toBe(list(two, three));
    expect(ask(aReport(two, 'busy')).body).toBe(list(three));
    expect(ask(aReport(three, 'failed'))).toEqual({ kind: 'answer', body: '', reason: 'exhausted' });
  });

  it('recognises the reported number in any dress', () => {
    for (const dress of ['09000000001', '+919000000001', '919000000001', '00919000000001', '9000000001']) {
      const { ask } = aPlay();
      ask(aCall());
      expect(ask(aCall({ DialWhomNumber: dress, DialCallStatus: 'busy' })).body).toBe(list(two, three));
    }
  });

  it('offers at most as many numbers as the pool allows, and in the end all of them', () => {
    const { ask } = aPlay(
      aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3'], { maxAttempts: 2 }), support: aPool(['a4']) } }),
    );
    expect(ask(aCall()).body).toBe(list(one, two));
    expect(ask(aReport(one, 'no-answer')).body).toBe(list(two, three));
    expect(ask(aReport(two, 'no-answer')).body).toBe(list(three));
  });

  it('keeps the department that digits chose although only the first request carries them', () => {
    const { ask } = aPlay(aConfig({ pools: { sales: aPool(['a1']), support: aPool(['a4', 'a2']) } }));
    expect(ask(aCall({ digits: '"2"' })).body).toBe(list(four, two));
    expect(ask(aReport(four, 'no-answer')).body).toBe(list(two));
  });

  it('pins the order it began with: people who are added or moved change nothing, people who are removed are left out', () => {
    const { ask, reconfigure } = aPlay();
    expect(ask(aCall()).body).toBe(list(one, two, three));
    reconfigure(aConfig({ pools: { sales: aPool(['a4', 'a3', 'a1']), support: aPool(['a4']) } }));
    expect(ask(aReport(one, 'no-answer')).body).toBe(list(three));
  });

  it('ends when a conversation is reported, and says so', () => {
    const { ask } = aPlay();
    ask(aCall());
    expect(ask(aReport(one, 'completed'))).toEqual({ kind: 'answer', body: '', reason: 'ended' });
  });

  it('begins in its own department after a conversation elsewhere: nobody is asked for again because of one', () => {
    const pools = {
      sales: aPool(['a1', 'a2'], { overflow: ['night'] }),
      support: aPool(['a4', 'a1']),
      night: aPool(['a3']),
    };
    const { ask, hunt } = aPlay(aConfig({ pools }));
    expect(ask(aReport(four, 'completed', { DialCallDuration: '60' })).body).toBe(list(one, two, three));
    expect(hunt()).toMatchObject({ pool: 'sales' });
    const { ask: askNext } = aPlay(aConfig({ pools }));
    expect(askNext(aReport(three, 'completed', { DialCallDuration: '60' })).body).toBe(list(one, two, three));
    expect(askNext(aReport(one, 'busy')).body).toBe(list(two, three));
  });

  it('is exhausted at once when nobody of the pool is on duty', () => {
    const { ask } = aPlay(nobodyOnDuty);
    expect(ask(aCall())).toEqual({ kind: 'answer', body: '', reason: 'exhausted' });
  });

  it('cannot be decided when its pool has no number at all: that is a fault, and nobody’s wish', () => {
    const { ask, hunt } = aPlay(aConfig({ pools: { sales: aPool([]), support: aPool([]) } }));
    expect(ask(aCall()).kind).toBe('unusable');
    expect(hunt()).toBeUndefined();
  });

  it('goes on with the people it began with when their pool is renamed', () => {
    const { ask, reconfigure } = aPlay();
    ask(aCall());
    reconfigure(
      aConfig({
        pools: { renamed: aPool(['a1', 'a2', 'a3']) },
        applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'renamed' }] } },
      }),
    );
    expect(ask(aReport(one, 'no-answer')).body).toBe(list(two, three));
  });

  it('is routed anew when its pool is out of reach and nothing is known any more of whoever is left', () => {
    const { ask, reconfigure, hunt } = aPlay();
    ask(aCall());
    reconfigure(
      aConfig({
        agents: { a4: { name: 'Four', numbers: [four] } },
        pools: { support: aPool(['a4']) },
        applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'support' }] } },
      }),
    );
    expect(ask(aReport(one, 'no-answer')).body).toBe(list(four));
    expect(hunt()?.visit).toBe(2);
  });

  it('does not ring somebody who was removed from its pool, although another pool has him', () => {
    const { ask, reconfigure } = aPlay();
    ask(aCall());
    reconfigure(aConfig({ pools: { sales: aPool(['a1', 'a3']), support: aPool(['a4', 'a2']) } }));
    expect(ask(aReport(one, 'no-answer')).body).toBe(list(three));
  });

  it('keeps the outcome of each number that was reported, and of no other', () => {
    const { ask, hunt } = aPlay();
    ask(aCall());
    ask(aReport(one, 'busy'));
    ask(aReport('+919111111111', 'no-answer'));
    expect(hunt()?.outcomes).toEqual({ [one]: 'busy' });
    expect(hunt()?.rung).toEqual([one]);
  });
});

describe('a repeat', () => {
  it('gets the bytes its attempt got, at once, much later and after other attempts, and advances nothing', () => {
    const { ask, wait, hunt } = aPlay();
    const first = ask(aCall());
    expect(ask(aCall())).toEqual({ ...first, kind: 'repeat' });
    wait(8);
    expect(ask(aCall()).body).toBe(first.body);
    const second = ask(aReport(one, 'no-answer'));
    ask(aReport(two, 'busy'));
    wait(3600);
    const before = hunt();
    expect(ask(aCall())).toEqual({ ...first, kind: 'repeat' });
    expect(ask(aReport(one, 'no-answer'))).toEqual({ ...second, kind: 'repeat' });
    expect(hunt()).toBe(before);
  });

  it('of a status without a number is told from the next one like it by duration and time', () => {
    const { ask } = aPlay();
    const status = (time: string) => aCall({ DialCallStatus: 'no-answer', DialCallDuration: '20', CurrentTime: time });
    ask(aCall());
    const second = ask(status('2026-11-21 11:30:20'));
    expect(ask(status('2026-11-21 11:30:20'))).toEqual({ ...second, kind: 'repeat' });
    expect(ask(status('2026-11-21 11:30:40')).kind).toBe('answer');
    const longer = aCall({ DialCallStatus: 'no-answer', DialCallDuration: '21', CurrentTime: '2026-11-21 11:30:40' });
    expect(ask(longer).kind).toBe('answer');
  });

  it('of the end is answered with the end for ten seconds, whatever it reports', () => {
    const { ask, wait } = aPlay(aConfig({ pools: { sales: aPool(['a1']), support: aPool(['a4']) } }));
    ask(aCall());
    ask(aReport(one, 'no-answer'));
    wait(10);
    expect(ask(aReport(one, 'no-answer'))).toEqual({ kind: 'repeat', body: '', reason: 'exhausted' });
    expect(ask(aReport(one, 'busy'))).toEqual({ kind: 'repeat', body: '', reason: 'exhausted' });
  });

  it('of an empty end that the first request met is no new visit, although it carries digits', () => {
    const { ask, hunt } = aPlay(nobodyOnDuty);
    ask(aCall({ digits: '"2"' }));
    expect(ask(aCall({ digits: '"2"' })).kind).toBe('repeat');
    expect(hunt()?.visit).toBe(1);
  });
});

describe('a head that was never reported', () => {
  it('goes behind the rest, once, when the fallback rang somebody else', () => {
    const { ask } = aPlay();
    ask(aCall());
    expect(ask(aReport(three, 'no-answer')).body).toBe(list(two, one));
    expect(ask(aReport(two, 'no-answer')).body).toBe(list(one));
    expect(ask(aReport(one, 'no-answer')).body).toBe('');
  });

  it('is not lost when nothing ever says who rang: each is at the head twice, then the visit ends', () => {
    const { ask } = aPlay();
    const heads = [ask(aCall())];
    for (let second = 0; heads.at(-1)?.body !== '' && second < 20; second += 1) {
      heads.push(ask(aCall({ DialCallStatus: 'no-answer', CurrentTime: `2026-11-21 11:30:${10 + second}` })));
    }
    expect(heads.map(({ body }) => body.split(',')[0])).toEqual([one, two, three, one, two, three, '']);
  });

  it('comes again in the order of the plan', () => {
    const { ask } = aPlay(aConfig({ pools: { sales: aPool(['a3', 'a1', 'a2']), support: aPool(['a4']) } }));
    const status = (second: number) => aCall({ DialCallStatus: 'busy', CurrentTime: `2026-11-21 11:30:1${second}` });
    ask(aCall());
    ask(status(1));
    ask(status(2));
    expect(ask(status(3)).body).toBe(list(three, one, two));
  });

  it('is recognised when he is reported after all', () => {
    const { ask } = aPlay();
    ask(aCall());
    ask(aReport(three, 'no-answer'));
    expect(ask(aReport(one, 'no-answer')).body).toBe(list(two));
  });
});

describe('a visit', () => {
  const exhausted = () => {
    const play = aPlay();
    play.ask(aCall({ digits: '"1"' }));
    for (const number of [one, two, three]) play.ask(aReport(number, 'no-answer'));
    return play;
  };

  it('begins anew when the flow comes back with digits', () => {
    const { ask, hunt } = exhausted();
    expect(ask(aReport(three, 'no-answer', { digits: '"2"' })).body).toBe(list(four));
    expect(hunt()?.visit).toBe(2);
  });

  it('begins anew at once when the flow comes back with the very same digits', () => {
    const { ask } = exhausted();
    expect(ask(aReport(three, 'no-answer', { digits: '"1"' })).body).toBe(list(one, two, three));
  });

  it('begins anew when other digits come to a visit that was left without a last request', () => {
    const { ask, hunt } = aPlay();
    ask(aCall({ digits: '"1"' }));
    expect(ask(aReport(three, 'no-answer', { digits: '"2"' })).body).toBe(list(four));
    expect(hunt()?.visit).toBe(2);
  });

  it('does not begin anew because a report repeats the digits it began with', () => {
    const { ask, hunt } = aPlay();
    ask(aCall({ digits: '"1"' }));
    expect(ask(aReport(one, 'no-answer', { digits: '"1"' })).body).toBe(list(two, three));
    expect(hunt()?.visit).toBe(1);
  });

  it('begins anew more than ten seconds after the end, without digits too', () => {
    const { ask, wait, hunt } = exhausted();
    wait(11);
    expect(ask(aReport(three, 'no-answer')).body).toBe(list(one, two, three));
    expect(hunt()?.visit).toBe(2);
    expect(ask(aReport(one, 'no-answer')).body).toBe(list(two, three));
  });

  it('keeps the department when the flow comes back without asking for digits again', () => {
    const { ask, wait } = aPlay();
    ask(aCall({ digits: '"2"' }));
    ask(aReport(four, 'no-answer'));
    wait(11);
    expect(ask(aReport(four, 'no-answer')).body).toBe(list(four));
  });

  it('begins anew after a conversation, with digits at once', () => {
    const { ask, hunt } = aPlay();
    ask(aCall({ digits: '"1"' }));
    expect(ask(aReport(one, 'completed', { DialCallDuration: '68', digits: '"2"' })).body).toBe(list(four));
    expect(hunt()?.visit).toBe(2);
  });

  it('begins anew after a conversation, without digits when it has been over for more than ten seconds', () => {
    const { ask, wait } = aPlay();
    ask(aCall());
    wait(68 + 11);
    expect(ask(aReport(one, 'completed', { DialCallDuration: '68' })).body).toBe(list(one, two, three));
  });

  it('tells that gap by the provider’s clock as well', () => {
    const { ask } = aPlay();
    ask(aCall({ CurrentTime: '2026-11-21 11:30:00' }));
    const late = aReport(one, 'completed', { DialCallDuration: '68', CurrentTime: '2026-11-21 11:31:20' });
    expect(ask(late).body).toBe(list(one, two, three));
  });

  it('does not begin anew when the provider asks on right after a conversation', () => {
    const { ask, wait } = aPlay();
    ask(aCall({ CurrentTime: '2026-11-21 11:30:00' }));
    wait(69);
    const next = aReport(one, 'completed', { DialCallDuration: '68', CurrentTime: '2026-11-21 11:31:09' });
    expect(ask(next)).toEqual({ kind: 'answer', body: '', reason: 'ended' });
  });

  it('begins with every request but a repeat where the applet asks once a pass', () => {
    const { ask, hunt } = aPlay(
      aConfig({ applets: { main: { fetch: 'once', routes: [{ when: {}, pool: 'sales' }] } } }),
    );
    const first = ask(aCall());
    expect(ask(aCall())).toEqual({ ...first, kind: 'repeat' });
    const second = ask(aReport(three, 'no-answer'));
    expect(second.body).toBe(list(one, two, three));
    expect(ask(aReport(three, 'no-answer'))).toEqual({ ...second, kind: 'repeat' });
    expect(ask(aReport(two, 'completed')).body).toBe(list(one, two, three));
    expect(hunt()?.visit).toBe(3);
  });

  it('begins with every pass where the applet asks once, although each reports the same phone', () => {
    const once = aConfig({ applets: { main: { fetch: 'once', routes: [{ when: {}, pool: 'sales' }] } } });
    const { ask, wait, hunt } = aPlay(once);
    ask(aCall({ CurrentTime: '2026-11-21 11:30:00' }));
    const pass = (CurrentTime?: string) => ask(aReport(three, 'no-answer', CurrentTime ? { CurrentTime } : {})).kind;
    expect(pass('2026-11-21 11:31:30')).toBe('answer');
    expect(pass('2026-11-21 11:31:31'), 'its twin').toBe('repeat');
    expect(pass('2026-11-21 11:33:00')).toBe('answer');
    wait(90);
    expect(pass('2026-11-21 11:33:00'), 'a late twin').toBe('repeat');
    expect(pass(), 'by our clock, where the provider has none').toBe('answer');
    expect(ask(aCall({ CurrentTime: '2026-11-21 11:40:00' })).kind, 'without a report').toBe('answer');
    expect(ask(aCall({ CurrentTime: '2026-11-21 11:50:00' })).kind).toBe('answer');
    expect(hunt()?.visit).toBe(6);
  });

  it.each(['each', 'once'] as const)('begins with other digits, although nothing is reported (fetch: %s)', (fetch) => {
    const { ask, hunt } = aPlay(
      aConfig({ applets: { main: { fetch, routes: aConfig().applets.main?.routes ?? [] } } }),
    );
    ask(aCall({ digits: '"1"' }));
    expect(ask(aCall({ digits: '"2"', DialWhomNumber: '', DialCallStatus: 'null' })).body).toBe(list(four));
    expect(hunt()?.visit).toBe(2);
  });

  it('takes a report on its first request for one of an earlier applet: nobody is left out', () => {
    const { ask, wait } = exhausted();
    wait(11);
    ask(aReport(two, 'no-answer'));
    expect(ask(aReport(two, 'no-answer')).kind).toBe('repeat');
    expect(ask(aReport(one, 'no-answer')).body).toBe(list(two, three));
  });

  it('tells that same report, when it comes again as the outcome of its own attempt, by the time', () => {
    const { ask, wait } = exhausted();
    wait(11);
    const entry = aReport(three, 'no-answer', { CurrentTime: '2026-11-21 11:40:00' });
    ask(entry);
    ask(aReport(one, 'no-answer', { CurrentTime: '2026-11-21 11:40:20' }));
    ask(aReport(two, 'no-answer', { CurrentTime: '2026-11-21 11:40:40' }));
    const last = aReport(three, 'no-answer', { CurrentTime: '2026-11-21 11:41:00' });
    expect(ask(last)).toEqual({ kind: 'answer', body: '', reason: 'exhausted' });
  });

  it('that began with a report ends although the provider sends no time', () => {
    const { ask, wait } = exhausted();
    wait(11);
    ask(aReport(three, 'no-answer'));
    ask(aReport(one, 'no-answer'));
    ask(aReport(two, 'no-answer'));
    expect(ask(aReport(three, 'no-answer'))).toEqual({ kind: 'answer', body: '', reason: 'exhausted' });
  });

  it('takes a late twin of its first request for that, although the reported number is not at the head', () => {
    const { ask, wait } = exhausted();
    wait(11);
    const first = ask(aReport(three, 'no-answer', { CurrentTime: '2026-11-21 11:40:00' }));
    const twin = ask(aReport(three, 'no-answer', { CurrentTime: '2026-11-21 11:40:09' }));
    expect(twin).toEqual({ ...first, kind: 'repeat' });
  });

  it('takes a late twin of its first request for that also when it has ended meanwhile', () => {
    const { ask, wait } = exhausted();
    wait(11);
    const entry = aReport(three, 'no-answer', { CurrentTime: '2026-11-21 11:40:00' });
    const first = ask(entry);
    const over = aReport(one, 'completed', { DialCallDuration: '2', CurrentTime: '2026-11-21 11:40:04' });
    expect(ask(over)).toMatchObject({ reason: 'ended' });
    expect(ask(entry)).toEqual({ ...first, kind: 'repeat' });
  });

  it('begins anew with digits after its end, although the provider sends the time of its first request', () => {
    const { ask, hunt } = aPlay();
    const CurrentTime = '2026-11-21 11:40:00';
    const entry = aCall({ digits: '"2"', CurrentTime });
    ask(entry);
    ask(aReport(four, 'failed', { CurrentTime }));
    expect(ask(entry)).toMatchObject({ kind: 'answer', body: list(four) });
    expect(hunt()?.visit).toBe(2);
  });

  it('of a call whose first answer came from the fallback takes the route of the number tried, which goes last', () => {
    const { ask } = aPlay(aConfig({ pools: { sales: aPool(['a1']), support: aPool(['a4', 'a2']) } }));
    expect(ask(aReport(four, 'no-answer')).body).toBe(list(two, four));
    expect(ask(aReport(two, 'no-answer')).body).toBe(list(four));
  });
});

describe('a report', () => {
  it('is about whoever had the number when the call was planned, although it is another’s by now', () => {
    const { a1, a2 } = aConfig().agents;
    const [his, hers] = [a1?.numbers ?? [], a2?.numbers ?? []];
    const moved = aConfig({
      agents: { ...aConfig().agents, a1: { name: 'x', numbers: hers }, a2: { name: 'y', numbers: his } },
    });
    const first = decide(aCall(), anId(), undefined, someInputs());
    if (first.kind !== 'answer' || first.write.kind !== 'start') throw new Error('a first request is answered');
    const next = decide(aReport(one, 'busy'), anId(), first.write.hunt, someInputs(moved));
    expect(next).toMatchObject({ kind: 'answer', endings: [{ agent: 'a1', event: { number: one, outcome: 'busy' } }] });
  });
});

describe('an attempt key', () => {
  it('is never larger than what a table can hold, whatever was sent', () => {
    const { ask, hunt } = aPlay();
    ask(aCall());
    ask(aCall({ DialWhomNumber: `sip:${'\u0001é#'.repeat(3000)}`, DialCallStatus: 'busy' }));
    const keys = Object.keys(hunt()?.attempts ?? {});
    expect(keys.every((key) => /^[\w+:@.?|-]{1,100}$/.test(key))).toBe(true);
    expect(keys).toHaveLength(2);
  });

  it('is the same for a number in another dress', () => {
    const { ask } = aPlay();
    ask(aCall());
    ask(aCall({ DialWhomNumber: national(numberOf(1)), DialCallStatus: 'busy' }));
    expect(ask(aCall({ DialWhomNumber: numberOf(1), DialCallStatus: 'busy' })).kind).toBe('repeat');
  });
});
