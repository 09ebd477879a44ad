import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { dialPlanOf } from '../../functions/domain/number-policy.ts';
import { isDialable, isWithheld, toE164 } from '../../functions/domain/phone.ts';
import { aConfig, exophone, india } from '../support/builders.ts';

describe('a number', () => {
  it.each([
    '09900112233',
    '9900112233',
    '919900112233',
    '+919900112233',
    '00919900112233',
    ' 919900112233',
    '+91 99001-12233',
    '(0)9900112233',
  ])('is one number, also as %j', (dress) => {
    expect(toE164(dress, india)).toBe('+919900112233');
  });

  it('keeps ten digits that begin like the country code', () => {
    expect(toE164('9123456789', india)).toBe('+919123456789');
    expect(toE164('09123456789', india)).toBe('+919123456789');
  });

  it.each(['+14155550123', '0014155550123'])('may be foreign: %s', (foreign) => {
    expect(toE164(foreign, india)).toBe('+14155550123');
  });

  it.each(['', 'anonymous', 'sip:asha', '123', '+', '+0123456789', '99001122334455667788990', '٩٩٠٠١١٢٢٣٣'])(
    'is not %j',
    (text) => {
      expect(toE164(text, india)).toBeUndefined();
    },
  );

  it.each(['0000000000', '00000000000', '+910000000000', '910000000000', '00910000000000'])(
    'is one that is withheld as %s',
    (zeros) => {
      expect(isWithheld(toE164(zeros, india) ?? '', india)).toBe(true);
      expect(isWithheld('+919000000000', india)).toBe(false);
      expect(isWithheld('+10000000000', india)).toBe(false);
    },
  );

  it.each([
    ['IN', /^[6-9]\d{9}$/],
    ['US', /^[2-9]\d{2}[2-9]\d{6}$/],
    ['SG', /^[89]\d{7}$/],
    ['AE', /^5[0-8]\d{7}$/],
    ['MY', /^1[0-9]\d{7}$/],
    ['GB', /^7[4-9]\d{8}$/],
  ] as const)('of %s is read as libphonenumber reads it, in each of its dresses', (country, pattern) => {
    const plan = dialPlanOf(country);
    fc.assert(
      fc.property(fc.stringMatching(pattern), (nationalNumber) => {
        const expected = parsePhoneNumberFromString(nationalNumber, country)?.number;
        for (const prefix of [
          '',
          plan.trunkPrefix,
          `+${plan.callingCode}`,
          plan.internationalPrefix + plan.callingCode,
        ]) {
          expect(toE164(prefix + nationalNumber, plan)).toBe(expected);
        }
      }),
    );
  });

  it('has no trunk prefix to lose where the country has none', () => {
    expect(dialPlanOf('SG').trunkPrefix).toBe('');
    expect(dialPlanOf('IT').trunkPrefix).toBe('');
  });
});

describe('a number that may be answered', () => {
  const { settings } = aConfig();

  it('is E.164 of an allowed country', () => {
    expect(isDialable('+919000000001', settings)).toBe(true);
    expect(isDialable('09000000001', settings)).toBe(false);
    expect(isDialable('+14155550123', settings)).toBe(false);
  });

  it('is neither denied nor one of our own ExoPhones', () => {
    expect(isDialable('+911401234567', settings)).toBe(false);
    expect(isDialable(exophone, settings)).toBe(false);
  });
});
