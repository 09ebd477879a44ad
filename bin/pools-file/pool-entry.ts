/** One entry under `pools:`. */
import * as z from 'zod';
import {
  defaultMaxAttempts,
  defaultMaxOffersPerHour,
  mostStickyHours,
  strategies,
} from '../../functions/domain/pool.ts';
import { between, id, list, oneOf, strict } from './schema-parts.ts';

export const place = {
  tier: between(1, 99, 'tier')
    .int('tier is no number it can be|write a whole number')
    .default(1)
    .describe('2: only when nobody of tier 1 is left.'),
  weight: between(0, 1000, 'weight')
    .default(1)
    .describe('With strategy weighted: his share of first rings, as a ratio to those of the others.'),
};

/** `asha`, or `{ agent: asha, tier: 2, weight: 3 }`, or `{ rotation: night }`. */
const Member = z.union(
  [
    id.transform((agent) => ({ agent, tier: 1, weight: 1 })),
    strict({ agent: id.describe('A name under agents.'), ...place }),
    strict({ rotation: id.describe('Whoever has its turn: a name under rotations.'), ...place }),
  ],
  {
    error: () =>
      'no member|write the name of an agent, { agent: asha, tier: 2, weight: 3 }, or { rotation: night } for whoever has its turn',
  },
);

export const PoolEntry = strict({
  strategy: oneOf(strategies, 'strategy')
    .default('least-recently-offered')
    .describe('How the people of a tier are ordered. linear: in the order of the list.'),
  members: list(Member, 'members', 'list the agents of this pool in their order').describe(
    'Names of agents, { agent: asha, tier: 2 }, or { rotation: night } for whoever has its turn.',
  ),
  overflow: z
    .union([id.transform((pool) => [pool]), z.array(id)], {
      error: () => 'overflow is no pool|name the pool to go on with, or a list of them',
    })
    .default([])
    .describe('The pool to go on with out of hours, and when all of this one have rung; or a list of them.'),
  hours: id.optional().describe('When it is open: a name under hours. Always, if not given.'),
  maxAttempts: between(1, 100, 'maxAttempts')
    .int('maxAttempts is no number it can be|write a whole number')
    .default(defaultMaxAttempts)
    .describe('At most this many numbers in one answer.'),
  answer: oneOf(['list', 'one'], 'answer').default('list').describe('one: a single number an answer.'),
  leases: oneOf(['on', 'off'], 'kind of leases')
    .default('on')
    .describe('on: nobody is rung by two calls at once. off: even while an earlier call still rings him.'),
  huntDeadlineSeconds: between(10, 3600, 'huntDeadlineSeconds')
    .optional()
    .describe('So long after its first answer nobody else is rung for a call.'),
  sticky: strict({
    withinHours: between(0.1, mostStickyHours, 'withinHours').describe('For so long after they spoke.'),
    maxOffersPerHour: between(0, 1000, 'maxOffersPerHour')
      .default(defaultMaxOffersPerHour)
      .describe('Unless he was offered so many calls within the last hour.'),
  })
    .optional()
    .describe('Callers get whom they spoke with last first.'),
}).describe('Who is rung, and in which order.');
