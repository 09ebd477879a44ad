/** How DynamoDB counts the bytes of an item against its limit, as far as our items go: names, values, and their nesting. */

/** Bytes an item may have. */
export const itemLimit = 400 * 1024;

export const bytesOfItem = (item: Readonly<Record<string, unknown>>): number =>
  Object.entries(item).reduce(
    (sum, [name, value]) => sum + (value === undefined ? 0 : Buffer.byteLength(name) + bytesOf(value)),
    0,
  );

const bytesOf = (value: unknown): number => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  // Two digits a byte, without the zeros at either end, and one for the exponent.
  if (typeof value === 'number') return Math.ceil(String(value).replaceAll(/^-?0*|0+$/g, '').length / 2) + 1;
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, element) => sum + 1 + bytesOf(element), 3);
  if (typeof value !== 'object' || value === null) return 1;
  const members = Object.values(value).filter((member) => member !== undefined).length;
  return 3 + members + bytesOfItem(value as Readonly<Record<string, unknown>>);
};
