/**
 * Numbers of a plan as indexes in it, which keeps an attempt of a large pool small: for each ascending stretch its first
 * index and, from there on, one bit for each number of the plan.
 */

export const indexesPattern = /^\d+\.[\w-]+(,\d+\.[\w-]+)*$/;

/** `undefined` when one of the numbers is not in the plan. */
export const toIndexes = (numbers: readonly string[], plan: readonly string[]): string | undefined => {
  const indexOf = new Map(plan.map((number, index) => [number, index]));
  const stretches: number[][] = [];
  for (const number of numbers) {
    const index = indexOf.get(number);
    if (index === undefined) return undefined;
    const stretch = stretches.at(-1);
    if (stretch === undefined || index <= (stretch.at(-1) ?? 0)) stretches.push([index]);
    else stretch.push(index);
  }
  return stretches.map(writeStretch).join(',');
};

/** Throws when an index is not in the plan. */
export const fromIndexes = (indexes: string, plan: readonly string[]): string[] =>
  indexes
    .split(',')
    .flatMap(readStretch)
    .map((index) => {
      const number = plan[index];
      if (number === undefined) throw new Error(`no index of the plan: ${indexes}`);
      return number;
    });

const writeStretch = (indexes: readonly number[]): string => {
  const [first = 0] = indexes;
  const bits = Buffer.alloc(((indexes.at(-1) ?? first) - first + 8) >> 3);
  for (const index of indexes) {
    const byte = (index - first) >> 3;
    bits.writeUInt8(bits.readUInt8(byte) | (0x80 >> ((index - first) & 7)), byte);
  }
  return `${first}.${bits.toString('base64url')}`;
};

const readStretch = (stretch: string): number[] => {
  const [first, bits = ''] = stretch.split('.');
  return [...Buffer.from(bits, 'base64url')].flatMap((byte, nth) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (0x80 >> bit)).map((bit) => Number(first) + nth * 8 + bit),
  );
};
