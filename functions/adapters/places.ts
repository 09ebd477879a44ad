/**
 * Numbers of a plan as places in it, which keeps an attempt of a large pool small: for each ascending stretch its first
 * place and, from there on, one bit for each place of the plan.
 */

export const placesPattern = /^\d+\.[\w-]+(,\d+\.[\w-]+)*$/;

/** `undefined` when one of the numbers is not in the plan. */
export const toPlaces = (numbers: readonly string[], plan: readonly string[]): string | undefined => {
  const placeOf = new Map(plan.map((number, place) => [number, place]));
  const stretches: number[][] = [];
  for (const number of numbers) {
    const place = placeOf.get(number);
    if (place === undefined) return undefined;
    const stretch = stretches.at(-1);
    if (stretch === undefined || place <= (stretch.at(-1) ?? 0)) stretches.push([place]);
    else stretch.push(place);
  }
  return stretches.map(writeStretch).join(',');
};

/** Throws when a place is not in the plan. */
export const fromPlaces = (places: string, plan: readonly string[]): string[] =>
  places
    .split(',')
    .flatMap(readStretch)
    .map((place) => {
      const number = plan[place];
      if (number === undefined) throw new Error(`no place of the plan: ${places}`);
      return number;
    });

const writeStretch = (places: readonly number[]): string => {
  const [first = 0] = places;
  const bits = Buffer.alloc(((places.at(-1) ?? first) - first + 8) >> 3);
  for (const place of places) {
    const index = (place - first) >> 3;
    bits.writeUInt8(bits.readUInt8(index) | (0x80 >> ((place - first) & 7)), index);
  }
  return `${first}.${bits.toString('base64url')}`;
};

const readStretch = (stretch: string): number[] => {
  const [first, bits = ''] = stretch.split('.');
  return [...Buffer.from(bits, 'base64url')].flatMap((byte, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (0x80 >> bit)).map((bit) => Number(first) + index * 8 + bit),
  );
};
