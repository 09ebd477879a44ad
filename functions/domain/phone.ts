import type { DialPlan, Settings } from './config.ts';

/** The shape of an E.164 number, which is the only shape that is ever answered. */
export const e164Pattern = /^\+[1-9]\d{6,14}$/;

export const isE164 = (text: string): boolean => e164Pattern.test(text);

/**
 * One number in any dress (`09900112233`, `+91 99001-12233`, `91…`, `0091…`, ten digits) as E.164.
 * `undefined` for what is no number of this country and not international either: `sip:…`, `anonymous`, garbage.
 */
export const toE164 = (raw: string, plan: DialPlan): string | undefined => {
  // A form decoder reads an unencoded `+91…` as a space before the 91.
  const text = raw.replaceAll(/[\s().-]/g, '');
  if (text.startsWith('+')) return isE164(text) ? text : undefined;
  if (!/^\d{3,20}$/.test(text)) return undefined;

  const { callingCode, trunkPrefix, internationalPrefix, nationalLengths } = plan;
  const isNational = (digits: string) => nationalLengths.includes(digits.length);
  const candidates = [
    text.startsWith(internationalPrefix) ? text.slice(internationalPrefix.length) : undefined,
    trunkPrefix !== '' && text.startsWith(trunkPrefix) && isNational(text.slice(trunkPrefix.length))
      ? callingCode + text.slice(trunkPrefix.length)
      : undefined,
    text.startsWith(callingCode) && isNational(text.slice(callingCode.length)) ? text : undefined,
    isNational(text) ? callingCode + text : undefined,
  ];
  const digits = candidates.find((candidate) => candidate !== undefined && isE164(`+${candidate}`));
  return digits === undefined ? undefined : `+${digits}`;
};

/** A number of this country in E.164 that has only zeros: exchanges send a withheld one like that. */
export const isWithheld = (number: string, { callingCode }: DialPlan): boolean =>
  number.startsWith(`+${callingCode}`) && /^0*$/.test(number.slice(1 + callingCode.length));

/**
 * May this configured number be answered? The cheap check of the answer path; country and type were judged by
 * libphonenumber when the number was written.
 */
export const isDialable = (number: string, { numberPolicy, exophones }: Settings): boolean =>
  isE164(number) &&
  numberPolicy.allowedPrefixes.some((prefix) => number.startsWith(prefix)) &&
  !numberPolicy.deniedPrefixes.some((prefix) => number.startsWith(prefix)) &&
  !exophones.includes(number);

/** The numbers of a body; `undefined` for what is no list of different numbers. */
export const listIn = (body: string): readonly string[] | undefined => {
  const numbers = body === '' ? [] : body.split(',');
  return numbers.every(isE164) && new Set(numbers).size === numbers.length ? numbers : undefined;
};
