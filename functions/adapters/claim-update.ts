/** A claim as one update of the agent's item. */
import type { Claim } from '../domain/claim.ts';
import { ringOf } from '../domain/live.ts';
import { slotOf } from '../domain/offers.ts';
import { liveKey } from './live-item.ts';

/** On the condition of `isClaimable`. */
export const claimUpdate = (claim: Claim) => {
  const { agent, pool, atMs, lease: placed, by, staleSlots } = claim;
  const { place, others = [], tookOver, ...lease }: Partial<NonNullable<Claim['lease']>> = placed ?? {};
  const stale = staleSlots.map((slot, index) => [`#stale${index}`, `offers#${slot}`] as const);
  // With a lease another ring of this number begins.
  const own = placed === undefined ? [] : [['#own', `ended#${ringOf(placed)}`] as const];
  const gone = [...own, ...stale];
  const rivals = others.map((other, index) => [`#rival${index}`, `lease#${other}`] as const);
  return {
    Key: liveKey(agent),
    UpdateExpression: [
      'SET lastOfferedMs = :now, #turn = :now, lastBy = :by',
      ...(placed === undefined ? [] : [', #lease = :lease']),
      ...(tookOver === undefined ? [] : [', #old = if_not_exists(#old, :old)']),
      ' ADD #slot :one, version :one',
      ...(gone.length === 0 ? [] : [` REMOVE ${gone.map(([name]) => name).join(', ')}`]),
    ].join(''),
    ExpressionAttributeNames: {
      '#turn': `turn#${pool}`,
      '#slot': `offers#${slotOf(atMs)}`,
      ...(placed === undefined ? {} : { '#lease': `lease#${place}` }),
      ...(tookOver === undefined ? {} : { '#old': `ended#${tookOver}` }),
      ...Object.fromEntries([...gone, ...rivals]),
    },
    ExpressionAttributeValues: {
      ':now': atMs,
      ':by': by,
      ':one': 1,
      ...(placed === undefined
        ? {}
        : { ':lease': lease, ':callSid': lease.callSid, ':attempt': lease.attempt, ':false': false, ':null': null }),
      ...(lease.caller === undefined ? {} : { ':caller': lease.caller, ':talking': 'talking' }),
      ...(tookOver === undefined ? {} : { ':old': { atMs, isAssumed: true } }),
    },
    ConditionExpression:
      placed === undefined
        ? 'attribute_not_exists(lastBy) OR lastBy <> :by'
        : [notPaused, freePlace(lease.caller !== undefined), ...rivals.map(([name]) => notOurs(name))].join(' AND '),
  };
};

/** A pause without an end is never over. IN would find no `false` in dynalite. */
const notPaused = '(attribute_not_exists(paused) OR paused.untilMs <= :now OR paused = :false OR paused = :null)';

/** AND goes before OR. Parentheses within parentheses would take dynalite 6 ms to read, six times as long. */
const freePlace = (isCallerKnown: boolean): string => {
  const anothersOfHis = '#lease.callSid <> :callSid AND #lease.caller = :caller';
  return `(${[
    'attribute_not_exists(#lease.untilMs)',
    '#lease.untilMs <= :now',
    '#lease.callSid = :callSid AND #lease.attempt <> :attempt',
    ...(isCallerKnown
      ? [`${anothersOfHis} AND attribute_not_exists(#lease.phase)`, `${anothersOfHis} AND #lease.phase <> :talking`]
      : []),
  ].join(' OR ')})`;
};

const notOurs = (name: string): string =>
  `(attribute_not_exists(${name}.untilMs) OR ${name}.untilMs <= :now OR ${name}.callSid <> :callSid)`;
