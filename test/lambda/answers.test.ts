import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../bundle/bundle.ts';
import { aLambda, answerOf, functionNames, functions, inBackground, type Lambda } from './functions.ts';

let lambda: Lambda;
beforeAll(async () => {
  lambda = await aLambda();
});
afterAll(() => lambda.stop());

it('every function is tested here', () => {
  const folders = readdirSync(join(root, 'functions'));
  const deployed = folders.filter((folder) => existsSync(join(root, 'functions', folder, 'index.ts')));
  expect([...functionNames, ...Object.keys(inBackground)].toSorted()).toEqual(deployed.toSorted());
});

describe.each(functionNames)('the %s under the runtime client of Lambda', (name) => {
  const { request, answers, faults, envNames } = functions[name];

  it('answers after a cold start', async () => {
    const times: number[] = [];
    for (let start = 0; start < 5; start += 1) {
      const startedMs = performance.now();
      const environment = await lambda.start(name);
      const answer = answerOf(await environment.invoke(request({ CallSid: `cold-${start}` })));
      times.push(Math.round(performance.now() - startedMs));
      expect(answer).toMatchObject({ statusCode: 200, body: answers });
      await environment.stop();
    }
    console.log(`${name}: from the start of the process to its first answer ${times.join(', ')} ms`);
  });

  it('refuses a request without the key, and the next one is answered', async () => {
    const environment = await lambda.start(name);
    expect(answerOf(await environment.invoke(request({ CallSid: 'a1', key: 'guess' }))).statusCode).toBe(403);
    expect(answerOf(await environment.invoke(request({ CallSid: 'a1' }))).statusCode).toBe(200);
  });

  it('answers an event that cannot be, and the invocation does not fail', async () => {
    const environment = await lambda.start(name);
    for (const event of [null, { multiValueQueryStringParameters: { key: 5 } }, { pathParameters: 1, headers: null }]) {
      const { statusCode } = answerOf(await environment.invoke(event));
      expect([403, faults]).toContain(statusCode);
    }
    expect(answerOf(await environment.invoke(null)).statusCode).toBe(faults);
    expect(answerOf(await environment.invoke(request({ CallSid: 'a2' }))).statusCode).toBe(200);
  });

  it.each(envNames)('does not start without %s, and tells Lambda why', async (without) => {
    const environment = await lambda.start(name, { without });
    expect(await environment.initError).toMatchObject({ errorMessage: `environment variables not set: ${without}` });
  });
});
