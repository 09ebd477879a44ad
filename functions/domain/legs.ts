/** The phones of a call as a report lists them. */
import { type Params, parameter } from './request.ts';

type NumberedLeg = { readonly number: string; readonly seconds: number; readonly cause: string | undefined };

/** No call rings more phones; whatever comes with more is none of Exotel's. */
const mostLegs = 50;

/** `Legs[0][Number]=…&Legs[0][OnCallDuration]=…`: not always from 0. Each number once, as its last leg has it. */
export const numberedLegs = (params: Params): NumberedLeg[] => {
  const indexes = [...params.keys()].flatMap((name) => /^legs\[(\d{1,3})\]\[number\]$/.exec(name)?.[1] ?? []);
  const legs = new Map<string, NumberedLeg>();
  for (const index of indexes.map(Number).toSorted((one, other) => one - other)) {
    const of = (name: string) => parameter(params, `legs[${index}][${name}]`);
    const number = of('number');
    if (number === undefined) continue;
    legs.delete(lineOf(number));
    legs.set(lineOf(number), { number, seconds: Number(of('oncallduration') ?? 0), cause: of('causecode') });
  }
  return [...legs.values()].slice(0, mostLegs);
};

/** One line in whatever dress: `09000000001`, `+919000000001`. */
export const lineOf = (number: string): string =>
  /^[+\d\s-]+$/.test(number) ? number.replaceAll(/\D/g, '').slice(-10) : number;

/** All legs may come as the JSON of one parameter. */
export const withLegs = (params: Params): Params => {
  const text = parameter(params, 'legs');
  if (text === undefined) return params;
  const legs = readJson(text);
  if (!Array.isArray(legs)) return params;
  const pairs = legs.slice(0, 1000).flatMap((leg: unknown, index) =>
    Object.entries(typeof leg === 'object' && leg !== null ? leg : {})
      .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
      .map(([name, value]) => [`legs[${index}][${name.toLowerCase()}]`, [String(value)]] as const),
  );
  return new Map([...params, ...pairs]);
};

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
