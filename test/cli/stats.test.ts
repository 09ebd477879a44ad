import { expect, it } from 'vitest';
import { numberOf } from '../support/builders.ts';
import { run, serve } from '../support/cli.ts';

it('stats tell the same of a call from the table and from the service', async () => {
  const { url } = await serve();
  const env = { PORT: new URL(url).port };
  const busy = (await (await fetch(`${url}/primary/main?CallSid=s1`)).text()).split(',');
  await run(
    ['call', '--applet', 'main', '--events', '--call-sid', 's2', '--agent', `${busy[1] ?? numberOf(1)}=completed`],
    env,
  );
  const { table, service } = JSON.parse((await run(['stats', '--json'], env)).out) as Record<
    string,
    { readonly metrics: Record<string, number> }
  >;
  expect(table?.metrics).toMatchObject({
    HuntStarted: 2,
    OutcomeCompleted: 1,
    AttemptsToCompleted: expect.any(Number),
  });
  expect(service?.metrics).toMatchObject(table?.metrics ?? {});
  expect((await run(['stats'], env)).out).toMatch(/^HuntStarted +2 +2$/m);
});
