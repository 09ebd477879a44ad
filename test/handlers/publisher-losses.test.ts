/** Whom the publisher does not let the fallback lose, and how somebody says that it is meant. */
import { describe, expect, it } from 'vitest';
import { keys } from '../../functions/adapters/config-keys.ts';
import { aConfig, aPool, numberOf, one } from '../support/builders.ts';
import { aPublishing, nowMs, poisoned, scheduled } from '../support/publishing.ts';

describe('the publisher', () => {
  it('refuses what would lose more than half of a pool, says why, and leaves the published one', async () => {
    const { apply, publish, published, counted, logged } = await aPublishing();
    await publish(scheduled);
    await apply(poisoned());
    await publish(scheduled);
    expect(counted).toEqual(['SnapshotPublished', 'SnapshotRefused']);
    expect(logged.at(-1)).toMatchObject({
      level: 'error',
      message: 'snapshot refused',
      objections: ['pool sales shrinks from 3 numbers to 1'],
    });
    expect(await published()).toMatchObject({ revision: 1 });
  });

  it('follows a loss that was applied with force, and no later one', async () => {
    const { apply, publish, published, counted, remove } = await aPublishing();
    await publish(scheduled);
    await apply(poisoned());
    await apply(poisoned(), true);
    await publish(scheduled);
    expect(await published()).toMatchObject({
      revision: 3,
      config: { pools: { sales: { members: [{ agent: 'a1' }] } } },
    });
    await remove(keys.agent('a1'), keys.agent('a4'));
    await publish(scheduled);
    expect(counted.at(-1)).toBe('SnapshotRefused');
  });

  it('follows a forced loss although something else was applied before it was published', async () => {
    const { apply, publish, published } = await aPublishing();
    await publish(scheduled);
    await apply(poisoned(), true);
    await apply({ ...poisoned(), agents: { ...aConfig().agents, a1: { name: 'Asha', numbers: [one] } } });
    await publish(scheduled);
    expect(await published()).toMatchObject({
      revision: 3,
      config: { pools: { sales: { members: [{ agent: 'a1' }] } } },
    });
  });

  it('follows force where the table was made anew and counts from one', async () => {
    const { apply, publish, counted, bucket } = await aPublishing();
    const elsewhere = { revision: 6, publishedAtMs: nowMs, config: aConfig() };
    await bucket.write(elsewhere, undefined, new AbortController().signal);
    await apply(poisoned());
    await publish(scheduled);
    await apply(poisoned(), true);
    await publish(scheduled);
    expect(counted).toEqual(['SnapshotRefused', 'SnapshotPublished']);
  });

  it('follows where no route leads to a pool any more', async () => {
    const { apply, publish, counted } = await aPublishing();
    await publish(scheduled);
    await apply(aConfig({ applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'sales' }] } } }));
    await publish(scheduled);
    expect(counted).toEqual(['SnapshotPublished', 'SnapshotPublished']);
  });

  it('does not let a pool be emptied in steps', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `b${index}`);
    const agents = Object.fromEntries(ids.map((id, index) => [id, { name: id, numbers: [numberOf(60 + index)] }]));
    const pools = { ...aConfig().pools, sales: aPool(ids) };
    const { publish, counted, remove } = await aPublishing(
      aConfig({ agents: { ...aConfig().agents, ...agents }, pools }),
    );
    await publish(scheduled);
    for (const some of [ids.slice(0, 4), ids.slice(4, 6)]) {
      await remove(...some.map((id) => keys.member('sales', id)));
      await publish(scheduled);
    }
    expect(counted).toEqual(['SnapshotPublished', 'SnapshotPublished', 'SnapshotRefused']);
  });

  it('refuses to publish a table that was emptied', async () => {
    const { publish, counted, logged, remove } = await aPublishing();
    await publish(scheduled);
    await remove(keys.applet('main'), keys.revision);
    await publish(scheduled);
    expect(counted.at(-1)).toBe('SnapshotRefused');
    expect(logged.at(-1)).toMatchObject({ objections: ['no applet is configured any more'] });
  });
});
