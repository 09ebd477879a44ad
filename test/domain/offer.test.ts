import { describe, expect, it } from 'vitest';
import { offerFrom } from '../../functions/domain/offer.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';

describe('the head of an offer', () => {
  it('is the first number of whomever chance picks after lost claims, never his second before it', () => {
    const people = Array.from({ length: 20 }, (_, index) => `p${index}`);
    const config = aConfig({
      agents: Object.fromEntries(
        people.map((id, index) => [id, { name: id, numbers: [numberOf(100 + index), numberOf(200 + index)] }]),
      ),
      pools: { sales: aPool(people) },
      applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'sales' }] } },
    });
    const numbers = people.flatMap((_, index) => [numberOf(100 + index), numberOf(200 + index)]);
    const heads = Array.from({ length: 100 }, (_, call) => {
      const offer = offerFrom(numbers, {
        callSid: `c${call}`,
        attempt: 'first',
        sentMs: undefined,
        pool: 'sales',
        isAllKnown: true,
        lostClaims: 1 + (call % 3),
        config,
        live: new Map(),
        nowMs: 0,
      });
      return offer.kind === 'offer' && offer.answer.kind === 'offer' ? offer.answer.numbers[0] : undefined;
    });
    const firsts = new Set(people.map((_, index) => numberOf(100 + index)));
    expect(heads.filter((head) => head === undefined || !firsts.has(head))).toEqual([]);
    expect(new Set(heads).size, 'and not always the same').toBeGreaterThan(4);
  });
});
