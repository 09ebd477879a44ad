import { expect, it } from 'vitest';
import type { Config } from '../../functions/domain/config.ts';
import { createHandler } from '../../functions/primary/handler.ts';
import { aConfig, national, one, three, two } from '../support/builders.ts';
import { aRecord, invoke, type Query } from '../support/invoke.ts';
import { configsOf, someStores } from '../support/stores.ts';

it('a prefix that is denied while a call is under way is in no new answer of it, and a repeat gets the bytes it got', async () => {
  let config: Config = aConfig();
  const stores = someStores({ configs: { read: (applet) => configsOf(config).read(applet) } });
  const primary = createHandler({ stores, keys: { kind: 'open' }, ...aRecord() });
  const ask = async (query: Query = {}) => (await invoke(primary, { query: { CallSid: 'c1', ...query } })).body;
  const busy = { DialWhomNumber: national(one), DialCallStatus: 'busy' };

  expect(await ask()).toBe(`${one},${two},${three}`);
  const { settings } = aConfig();
  config = aConfig({
    settings: { ...settings, numberPolicy: { ...settings.numberPolicy, deniedPrefixes: [two] } },
  });
  expect(await ask()).toBe(`${one},${two},${three}`);
  expect(await ask(busy)).toBe(three);
  config = aConfig();
  expect(await ask(busy)).toBe(three);
});
