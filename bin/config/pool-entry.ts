/** One entry under `pools:`. */
import * as z from 'zod';
import { defaultMaxAttempts, defaultMaxOffersPerHour, strategies } from '../../functions/domain/pool.ts';
import { between, id, list, oneOf, strict } from './schema-parts.ts';

export const place = {
  tier: between(1, 99, 'tier').int('tier is no number it can be|write a whole number').default(1),
  weight: between(0, 1000, 'weight').default(1),
};

/** `asha`, or `{ agent: asha, tier: 2, weight: 3 }`, or `{ rotation: night }`. */
const Member = z.union(
  [
    id.transform((agent) => ({ agent, tier: 1, weight: 1 })),
    strict({ agent: id, ...place }),
    strict({ rotation: id, ...place }),
  ],
  {
    error: () =>
      'no member|write the name of an agent, { agent: asha, tier: 2, weight: 3 }, or { rotation: night } for whoever has its turn',
  },
);

export const PoolEntry = strict({
  strategy: oneOf(strategies, 'strategy').default('least-recently-offered'),
  members: list(Member, 'members', 'list the agents of this pool in their order'),
  overflow: z
    .union([id.transform((pool) => [pool]), z.array(id)], {
      error: () => 'overflow is no pool|name the pool to go on with, or a list of them',
    })
    .default([]),
  hours: id.optional(),
  maxAttempts: between(1, 100, 'maxAttempts')
    .int('maxAttempts is no number it can be|write a whole number')
    .default(defaultMaxAttempts),
  answer: oneOf(['list', 'one'], 'answer').default('list'),
  leases: oneOf(['on', 'off'], 'kind of leases').default('on'),
  huntDeadlineSeconds: between(10, 3600, 'huntDeadlineSeconds').optional(),
  sticky: strict({
    withinHours: between(0.1, 2160, 'withinHours'),
    maxOffersPerHour: between(0, 1000, 'maxOffersPerHour').default(defaultMaxOffersPerHour),
  }).optional(),
});
