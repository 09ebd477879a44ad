/** What the applet makes of a body. */
import { e164 } from './phone-number.ts';

/** E.164 as Exotel recommends, or the 0-prefixed Indian form that integrations return with success. */
const dialable = /^(?:\+[1-9]\d{6,14}|0[1-9]\d{9})$/;

/**
 * The unique numbers of a 200 in the order given, or none. One entry that is no number voids the whole answer: how
 * much Exotel would save of it is not documented, and an emulator that is too kind proves nothing. Blanks round a
 * number are let pass.
 */
export const numbersToDial = (body: string): string[] => {
  const entries = body.split(',').map((entry) => entry.trim());
  if (!entries.every((entry) => dialable.test(entry))) return [];
  const keys = entries.map(e164);
  return entries.filter((_, index) => keys.indexOf(keys[index]) === index);
};
