/** Each rung of the degradation ladder, on a table that fails: what the caller gets, and where it is named. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { openCallState } from '../../functions/adapters/call-state.ts';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { connect, localConnection } from '../../functions/adapters/dynamo.ts';
import { createHuntStore } from '../../functions/adapters/hunt-store.ts';
import { budget } from '../../functions/domain/budget.ts';
import { attemptsOf } from '../../functions/domain/hunt.ts';
import type { MetricName } from '../../functions/domain/signals.ts';
import { createHandler } from '../../functions/primary/handler.ts';
import { aConfig, anId, national, one, three, two } from '../support/builders.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { aRecord, invoke, type Query } from '../support/invoke.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
/** Two ways to the one table: that of the configuration, and that of calls and agents. */
let ofConfig: FaultProxy;
let ofState: FaultProxy;
beforeAll(async () => {
  table = await aTable();
  await apply();
  ofConfig = await startFaultProxy(table.endpoint);
  ofState = await startFaultProxy(table.endpoint);
});
afterAll(async () => {
  await ofConfig.stop();
  await ofState.stop();
  await table.stop();
});

const apply = () => applyConfig(table, aConfig(), { by: 'test', at: '2026-11-21T06:00:00Z' });

/** By hand, until the test is over. */
const breakMember = async (agent: string) => {
  onTestFinished(async () => {
    await apply();
  });
  const Item = { ...keys.member('sales', agent), agent, tier: 'one' };
  await table.client.send(new PutCommand({ TableName: table.name, Item }));
};

/** On the budget's time, whatever the machine is busy with besides. */
const slackMs = 400;

let skewMs = 0;

/** A primary as it is deployed, on a clock of its own on which nobody is held by the tests before. */
const aPrimary = () => {
  skewMs += 3600_000;
  onTestFinished(() => {
    ofConfig.heal();
    ofState.heal();
  });
  const clock = () => Date.now() + skewMs;
  const record = aRecord();
  const state = { client: connect(localConnection(ofState.endpoint)), name: table.name };
  const configured = { client: connect(localConnection(ofConfig.endpoint)), name: table.name };
  const handler = createHandler({
    stores: {
      configs: cacheConfigs(createConfigReader(configured), { clock, ...record }),
      ...openCallState(state, record.log, clock),
      clock,
    },
    keys: { kind: 'open' },
    ...record,
  });
  return {
    wait: (seconds: number) => {
      skewMs += seconds * 1000;
    },
    /** What the caller gets, and all that is said of it. */
    get: async (query: Query) => {
      const [logged, counted] = [record.logged.length, record.counted.length];
      const startedMs = performance.now();
      const { statusCode, body, headers } = await invoke(handler, { query });
      return {
        status: statusCode,
        body,
        header: headers?.['x-dial-whom-degraded'],
        ms: performance.now() - startedMs,
        log: record.logged.slice(logged).find(({ url }) => url === 'primary'),
        counted: record.counted.slice(counted).filter((metric) => ofAnswers.has(metric)),
      };
    },
  };
};

/** What became of earlier rings is counted as well, and is another matter. */
const ofAnswers: ReadonlySet<MetricName> = new Set(['Offered', 'Repeated', 'Unavailable', 'Degraded', 'StaleConfig']);

/** What the attempts of a call were decided without, as `explain` reads it. */
const remembered = async (callSid: string) => {
  const reading = await createHuntStore(table).latest(anId(callSid), AbortSignal.timeout(5000));
  if (reading.kind !== 'found') throw new Error(reading.cause);
  return reading.hunt && attemptsOf(reading.hunt).map(({ degraded }) => degraded ?? 'normal');
};

const everybody = `${one},${two},${three}`;
const report = (CallSid: string, number: string) => ({
  CallSid,
  DialWhomNumber: national(number),
  DialCallStatus: 'busy',
});

describe('the degradation ladder', () => {
  it('rung 1: with everything known the answer is normal, and nothing is named', async () => {
    const { get } = aPrimary();
    const answer = await get({ CallSid: 'r1' });
    expect(answer).toMatchObject({ status: 200, body: everybody, header: undefined, counted: ['Offered'] });
    expect(answer.log).toMatchObject({ decision: 'attempt', answer: 'offer', degraded: undefined });
    expect(await remembered('r1')).toEqual(['normal']);
  });

  it('rung 1 too: a configuration of less than a minute, while the table gives no newer one', async () => {
    const { get, wait } = aPrimary();
    await get({ CallSid: 'r1a' });
    ofConfig.fail('error 500');
    wait(50);
    expect(await get(report('r1a', one))).toMatchObject({
      status: 200,
      header: undefined,
      counted: ['Offered'],
    });
    expect(await remembered('r1a')).toEqual(['normal', 'normal']);
  });

  it.each(['error 500', 'refuse', 'throttle', 'hang'] as const)(
    'rung 2: the configuration from memory although stale, agents claimed and the answer written (%s)',
    async (fault) => {
      const { get, wait } = aPrimary();
      const CallSid = `r2-${fault.replace(' ', '-')}`;
      await get({ CallSid });
      ofConfig.fail(fault);
      wait(3600);
      const answer = await get(report(CallSid, one));
      expect(answer).toMatchObject({
        status: 200,
        body: `${two},${three}`,
        header: 'stale-config',
        counted: ['Offered', 'StaleConfig'],
      });
      expect(answer.log).toMatchObject({ decision: 'attempt', degraded: 'stale-config', cause: expect.any(String) });
      expect(answer.ms).toBeLessThan(budget.claimMs + slackMs);
      expect(await remembered(CallSid)).toEqual(['normal', 'stale-config']);
    },
  );

  it('rung 3: without the memory of its call the pure order, without the number the request says was tried', async () => {
    const { get } = aPrimary();
    await get({ CallSid: 'r3' });
    ofState.fail('hang');
    const answer = await get(report('r3', one));
    expect(answer).toMatchObject({
      status: 200,
      body: `${two},${three}`,
      header: 'state',
      counted: ['Offered', 'Degraded'],
    });
    expect(answer.log).toMatchObject({ decision: 'none', degraded: 'state', cause: expect.any(String) });
    expect(answer.ms).toBeLessThan(budget.databaseMs + slackMs);
    expect(await remembered('r3')).toEqual(['normal']);
  });

  it('rung 3: without what is known of agents the order of the pool, claimed and written', async () => {
    const { get } = aPrimary();
    await get({ CallSid: 'r3a' });
    ofState.fail('error 500', 'view');
    const answer = await get(report('r3a', one));
    expect(answer).toMatchObject({
      status: 200,
      body: `${two},${three}`,
      header: 'state',
      counted: ['Offered', 'Degraded'],
    });
    expect(answer.log).toMatchObject({ decision: 'attempt', degraded: 'state', cause: expect.any(String) });
    expect(await remembered('r3a')).toEqual(['normal', 'state']);
  });

  it('rung 3: what was to be written, when nobody can say whether it was; the repeat is what was answered', async () => {
    const { get } = aPrimary();
    await get({ CallSid: 'warm' });
    ofState.fail('lose the answer', 'cursor write');
    const answer = await get({ CallSid: 'r3b' });
    expect(answer).toMatchObject({ status: 200, header: 'state', counted: ['Offered', 'Degraded'] });
    expect(answer.log).toMatchObject({ decision: 'attempt', degraded: 'state', cause: expect.any(String) });
    ofState.heal();
    expect(await get({ CallSid: 'r3b' })).toMatchObject({
      body: answer.body,
      header: undefined,
      counted: ['Repeated'],
    });
  });

  it('rung 3: with the configuration stale as well, state is named, which is worse', async () => {
    const { get, wait } = aPrimary();
    await get({ CallSid: 'r3c' });
    ofConfig.fail('hang');
    ofState.fail('hang');
    wait(3600);
    const answer = await get(report('r3c', one));
    expect(answer).toMatchObject({ status: 200, header: 'state', counted: ['Offered', 'Degraded'] });
    expect(answer.ms).toBeLessThan(budget.handlerMs);
  });

  it.each([0, 1])(
    'rung 4: a cold start with a broken item and without what was applied last, which it has as soon as the table answers (%i)',
    async (answered) => {
      let asked = 0;
      const failAfter = (most: number) => {
        asked = 0;
        ofConfig.fail(() => {
          asked += 1;
          return asked > most ? 'throttle' : undefined;
        });
      };
      failAfter(Number.POSITIVE_INFINITY);
      await aPrimary().get({ CallSid: `r4c-${answered}` });
      const wholeReading = asked;
      await breakMember('a1');
      const { get } = aPrimary();
      // The history is the first request after that.
      failAfter(wholeReading + answered);
      expect((await get({ CallSid: `r4d-${answered}` })).status).toBe(503);
      expect(asked).toBeGreaterThan(wholeReading + answered);
      ofConfig.fail(() => undefined);
      expect(await get({ CallSid: `r4e-${answered}` })).toMatchObject({ status: 200, body: `${one},${two},${three}` });
    },
  );

  it('rung 4: a 503 in time for the fallback when there is no configuration, and when it is a day old', async () => {
    ofConfig.fail('hang');
    const cold = await aPrimary().get({ CallSid: 'r4' });
    expect(cold).toMatchObject({ status: 503, header: undefined });
    expect(cold.counted).toEqual(['Unavailable']);
    expect(cold.log).toMatchObject({ answer: 'unavailable', cause: expect.any(String) });
    expect(cold.ms).toBeLessThan(budget.databaseMs + slackMs);
    expect(await remembered('r4')).toBeUndefined();

    ofConfig.heal();
    const { get, wait } = aPrimary();
    await get({ CallSid: 'r4a' });
    ofConfig.fail('error 500');
    wait(24 * 3600);
    expect(await get(report('r4a', one))).toMatchObject({ status: 503, header: undefined, counted: ['Unavailable'] });
    expect(await remembered('r4a')).toEqual(['normal']);
  });
});
