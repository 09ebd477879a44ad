/**
 * What the schemas of `pools.yaml` are made of. A message is what is wrong, a bar, and what to do. What is in `meta` is
 * for the JSON Schema: editors show descriptions, and its patterns refuse only what is refused here or in `checkConfig`.
 */
import * as z from 'zod';
import { isZone } from '../../functions/adapters/config-soundness.ts';
import { idPattern } from '../../functions/domain/config.ts';
import { countries, isCountry } from '../../functions/domain/number-policy.ts';
import { e164Pattern } from '../../functions/domain/phone.ts';

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

/** The name of an agent, a pool, hours or a rotation. */
export const id = text('a name', 'the name used elsewhere in this file').meta({
  id: 'name',
  pattern: idPattern.source,
});

export const PhoneNumber = text('a phone number', '"+919000000001"').meta({
  id: 'phone-number',
  pattern: e164Pattern.source,
  examples: ['+919000000001'],
});
export const Prefix = text('a prefix', '"+91140"')
  .regex(/^\+\d{1,15}$/, 'no number or prefix of one|write + and digits: "+91140"')
  .meta({ id: 'prefix', examples: ['+91140'] });

export const Country = text('the country', 'a two-letter code such as IN')
  .refine(isCountry, 'no country libphonenumber knows|write a two-letter ISO code such as IN')
  .meta({ id: 'country', enum: countries });

export const TimeZone = text('the time zone', 'an IANA name such as Asia/Kolkata')
  .refine(
    (name) => isZone(name) && (name === 'UTC' || name.includes('/')),
    'no IANA time zone|write a name such as Asia/Kolkata: abbreviations mean another zone in another country',
  )
  .meta({ id: 'time-zone', examples: ['Asia/Kolkata', 'Europe/Berlin', 'America/New_York'] });

export const list = <T extends z.ZodType>(item: T, what: string, cure: string) =>
  z.array(item, { error: () => `${what} must be a list|${cure}` }).min(1, `${what} is empty|${cure}`);

/** One of these words; what was written instead is repeated. */
export const oneOf = <const T extends readonly string[]>(values: T, what: string) =>
  z.enum(values, { error: ({ input }) => `${JSON.stringify(input)} is no ${what}|one of: ${values.join(', ')}` });
