/**
 * Judges numbers with libphonenumber's full metadata. Only where numbers are written: the metadata is 194 KB and has no
 * place on the answer path, which compares shapes and prefixes (`phone.ts`).
 */
import {
  type CountryCode,
  getCountries,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import type { DialPlan, NumberPolicy, NumberType } from './config.ts';
import { isE164 } from './phone.ts';

export type Verdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly why: string; readonly cure: string };

const typeNames: Readonly<Record<string, readonly NumberType[]>> = {
  MOBILE: ['mobile'],
  FIXED_LINE: ['fixed-line'],
  // North America does not tell them apart.
  FIXED_LINE_OR_MOBILE: ['mobile', 'fixed-line'],
  TOLL_FREE: ['toll-free'],
  SHARED_COST: ['shared-cost'],
  PREMIUM_RATE: ['premium-rate'],
  VOIP: ['voip'],
  PERSONAL_NUMBER: ['personal-number'],
  PAGER: ['pager'],
  UAN: ['uan'],
  VOICEMAIL: ['voicemail'],
};

/** May this number be dialled? It must be E.164, exist as far as the numbering plan tells, and be of an allowed country and type. */
export const judgeNumber = (text: string, policy: NumberPolicy): Verdict => {
  if (!isE164(text)) {
    return refused(
      `${quote(text)} is not an E.164 number`,
      'write + and country code, then digits only, such as "+919000000001"',
    );
  }
  const number = parsePhoneNumberFromString(text);
  // By the full metadata a number is valid when it has a type: `isValid` would look for it once more, the longest part.
  const type = number?.getType();
  if (number === undefined || type === undefined) {
    return refused(`${text} is not a number of any numbering plan`, 'check the digits: one may be missing or too many');
  }
  if (number.country === undefined || !policy.countries.includes(number.country)) {
    const allowed = policy.countries.join(', ');
    return refused(
      `${text} is a number of ${number.country ?? 'no country'}, and only ${allowed} may be dialled`,
      'use another number, or add the country to settings.numberPolicy.countries',
    );
  }
  const types = typeNames[type] ?? [];
  if (!types.some((type) => policy.types.includes(type))) {
    return refused(
      `${text} is of type ${types[0] ?? 'unknown'}, and only ${policy.types.join(', ')} may be dialled`,
      'use another number, or add the type to settings.numberPolicy.types',
    );
  }
  const denied = policy.deniedPrefixes.find((prefix) => text.startsWith(prefix));
  if (denied !== undefined) return refused(`${text} begins with the denied prefix ${denied}`, 'use another number');
  return { kind: 'allowed' };
};

/** Two-letter ISO codes. */
export const countries: readonly string[] = getCountries().sort();

export const isCountry = (text: string): boolean => isSupportedCountry(text);

/** `+91` for India; several countries may share one. */
export const prefixOf = (country: string): string => `+${planOf(country).callingCode()}`;

/** What the answer path needs to know of a country to recognise its numbers. The country must be a supported one. */
export const dialPlanOf = (country: string): DialPlan => {
  const plan = planOf(country);
  const lengths = (['MOBILE', 'FIXED_LINE'] as const).flatMap((type) => plan.type(type)?.possibleLengths() ?? []);
  const trunkPrefix = plan.nationalPrefix();
  const internationalPrefix = plan.IDDPrefix();
  return {
    callingCode: plan.callingCode(),
    trunkPrefix: typeof trunkPrefix === 'string' ? trunkPrefix : '',
    internationalPrefix: /^\d+$/.test(internationalPrefix) ? internationalPrefix : '00',
    nationalLengths: [...new Set(lengths)].sort((one, other) => one - other),
  };
};

/** The parts of the library's metadata interface that are used here; its own types leave them out. */
type NumberingPlan = {
  callingCode(): string;
  /** The number 0 where there is none. */
  nationalPrefix(): string | 0;
  IDDPrefix(): string;
  type(name: 'MOBILE' | 'FIXED_LINE'): { possibleLengths(): number[] } | undefined;
};

const planOf = (country: string): NumberingPlan => {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country as CountryCode);
  return metadata.numberingPlan as unknown as NumberingPlan;
};

const refused = (why: string, cure: string): Verdict => ({ kind: 'refused', why, cure });

const quote = (text: string): string => JSON.stringify(text.slice(0, 40));
