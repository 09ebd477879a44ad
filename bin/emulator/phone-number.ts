/**
 * The forms a phone number takes on Exotel's side. Deliberately not the service's own number policy: the emulator
 * must not share a mistake with what it tests.
 */

/** `+91`, `91`, `0091`, `0` or nothing before the ten digits of an Indian number. */
const indian = /^(?:\+91|0091|91|0)?([1-9]\d{9})$/;
const international = /^(?:\+|00)([1-9]\d{6,14})$/;

/**
 * The form of Exotel's request parameters: Indian numbers national with a leading 0, others E.164. What is already
 * 0-prefixed, withheld or no phone number at all (`anonymous`, `sip:asha`) stays as it is.
 */
export const asExotelWrites = (number: string): string => {
  const bare = withoutPunctuation(number);
  const national = indian.exec(bare)?.[1];
  if (national !== undefined) return `0${national}`;
  return international.test(bare) && bare.startsWith('+') ? bare : number;
};

/** One key for all forms of a number; undefined for anything that is no phone number. */
export const e164 = (number: string): string | undefined => {
  const bare = withoutPunctuation(number);
  const national = indian.exec(bare)?.[1];
  if (national !== undefined) return `+91${national}`;
  const digits = international.exec(bare)?.[1];
  return digits === undefined ? undefined : `+${digits}`;
};

const withoutPunctuation = (number: string): string => number.replace(/[\s().-]/g, '');
