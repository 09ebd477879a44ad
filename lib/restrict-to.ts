/** Who may ask for numbers at all, by address, as read from CDK context: for users to whom Exotel named its addresses. */
import { isIPv4 } from 'node:net';

/** Addresses from which the provider asks, as IPv4 ranges in CIDR notation; and whether WAF stands in front as well. */
export type Restriction = { readonly ranges: readonly string[]; readonly waf: boolean };

/** A resource policy has room for 8,192 characters. */
const mostRanges = 200;

/** Shorter is a sixteenth of a continent, and most likely a slip of the finger. */
const shortestPrefix = 8;

const remedy =
  'Use the IPv4 ranges that Exotel named, comma-separated, such as 203.0.113.0/24,198.51.100.7, or leave it out.';

const rangeFrom = (entry: string): string => {
  const [address = '', prefix = '32', ...more] = entry.split('/');
  const isRange = isIPv4(address) && /^\d{1,2}$/.test(prefix) && Number(prefix) <= 32 && more.length === 0;
  if (!isRange)
    throw new Error(`CDK context restrictTo has ${JSON.stringify(entry)}, which is no IPv4 range. ${remedy}`);
  if (Number(prefix) < shortestPrefix) {
    throw new Error(`CDK context restrictTo has ${entry}, which lets in nearly everybody. ${remedy}`);
  }
  return `${address}/${Number(prefix)}`;
};

const isTrue = (value: unknown): boolean => {
  if (value === undefined || value === false || value === 'false') return false;
  if (value === true || value === 'true') return true;
  throw new Error(`CDK context waf is ${JSON.stringify(value)}. Use true or false.`);
};

/**
 * Reads `restrictTo`, a comma-separated string or a list, and `waf`. `undefined` without ranges: anybody may ask then who
 * has the key. Throws with what is wrong and what to do about it.
 */
export const readRestriction = (restrictTo: unknown, waf: unknown): Restriction | undefined => {
  if (restrictTo === undefined) {
    if (!isTrue(waf)) return undefined;
    throw new Error(
      'CDK context waf is true without restrictTo: WAF can only stand in front of an API that has ranges.',
    );
  }
  const entries = typeof restrictTo === 'string' ? restrictTo.split(',') : restrictTo;
  if (!Array.isArray(entries)) throw new Error(`CDK context restrictTo is ${JSON.stringify(restrictTo)}. ${remedy}`);
  const given = entries.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
  const ranges = [...new Set(given.map(rangeFrom))];
  // An empty list would refuse the provider too.
  if (ranges.length === 0) throw new Error(`CDK context restrictTo is empty. ${remedy}`);
  if (ranges.length > mostRanges) {
    throw new Error(`CDK context restrictTo has ${ranges.length} ranges; at most ${mostRanges} fit. Join neighbours.`);
  }
  return { ranges, waf: isTrue(waf) };
};
