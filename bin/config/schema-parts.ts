/** What the schemas of `pools.yaml` are made of. A message is what is wrong, a bar, and what to do. */
import * as z from 'zod';

/** Knows its keys by heart, so that a mistyped one is told from an optional one that is missing. */
export const strict = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}|known here: ${Object.keys(shape).join(', ')}`
        : `missing or no map|write its keys under it: ${Object.keys(shape).join(', ')}`,
  });

export const text = (what: string, cure: string) =>
  z.string({ error: () => `${what} is missing or no text|write ${cure}` });

/** A number within bounds. */
export const between = (least: number, most: number, what: string) => {
  const message = `${what} is no number it can be|write ${least} to ${most}`;
  return z
    .number({ error: () => message })
    .min(least, message)
    .max(most, message);
};

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The name of an agent, a pool, hours or a rotation. */
export const id = text('a name', 'the name used elsewhere in this file');
export const list = <T extends z.ZodType>(item: T, what: string, cure: string) =>
  z.array(item, { error: () => `${what} must be a list|${cure}` }).min(1, `${what} is empty|${cure}`);

/** One of these words; what was written instead is repeated. */
export const oneOf = <const T extends readonly string[]>(values: T, what: string) =>
  z.enum(values, { error: ({ input }) => `${JSON.stringify(input)} is no ${what}|one of: ${values.join(', ')}` });
