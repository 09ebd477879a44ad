/** What stands under `settings:` of `pools.yaml`. */
import * as z from 'zod';
import { numberTypes } from '../../functions/domain/config.ts';
import { e164Pattern } from '../../functions/domain/phone.ts';
import { between, Country, list, oneOf, PhoneNumber, Prefix, strict, TimeZone } from './schema-parts.ts';

const NumberPolicy = strict({
  countries: list(Country, 'numberPolicy.countries', 'list the countries that may be dialled: [IN]').describe(
    'Countries that may be dialled; nothing abroad ever is.',
  ),
  types: list(
    oneOf(numberTypes, 'type of number'),
    'numberPolicy.types',
    'list the types that may be dialled: [mobile, fixed-line]',
  ).describe('Types of number that may be dialled.'),
  deniedPrefixes: z
    .array(Prefix)
    .default([])
    .describe('Never dialled, though country and type are allowed: "+91140", telemarketers.'),
}).describe('Which numbers may be dialled at all.');

const Leases = strict({
  maxTalkMinutes: between(1, 24 * 60, 'maxTalkMinutes')
    .optional()
    .describe('A conversation of which nobody tells the end holds its agent so long: 60, if not given.'),
  wrapUpSeconds: between(0, 3600, 'wrapUpSeconds')
    .optional()
    .describe('So long after a conversation its agent gets no other call: 10, if not given.'),
}).describe('How long agents are held by a call.');

const Misses = strict({
  coolDownSeconds: strict({
    busy: between(0, 3600, 'busy').optional().describe('60, if not given.'),
    'no-answer': between(0, 3600, 'no-answer').optional().describe('30, if not given.'),
    failed: between(0, 24 * 3600, 'failed')
      .optional()
      .describe('300, if not given.'),
  })
    .optional()
    .describe('Whoever missed a call stands behind the others so long, by what his phone did.'),
  pauseAfter: between(1, 1000, 'pauseAfter')
    .int('pauseAfter is no number it can be|write a whole number')
    .optional()
    .describe('So many misses in a row pause an agent: 3, if not given.'),
  pauseMinutes: between(0, 24 * 60, 'pauseMinutes')
    .optional()
    .describe('For so long: 10, if not given.'),
}).describe('What becomes of agents who miss calls.');

export const Settings = strict({
  country: Country.describe('National numbers such as 09000000001 are read as numbers of this country.'),
  timeZone: TimeZone.describe('Of hours and rotations that name none: an IANA name.'),
  numberPolicy: NumberPolicy,
  exophones: z
    .array(PhoneNumber.regex(e164Pattern, 'not an E.164 number|write "+918040001000"'))
    .default([])
    .describe('Your virtual numbers: never dialled, that would be a call loop.'),
  lastResort: list(PhoneNumber, 'lastResort', 'list at least one number that is always answered').describe(
    'Rung by the fallback when nothing else is known: somebody who always answers.',
  ),
  blockedCallers: z
    .array(Prefix, { error: () => 'blockedCallers is no list|list numbers or prefixes in quotes' })
    .default([])
    .describe('Numbers or prefixes of callers who get nobody.'),
  leases: Leases.optional(),
  misses: Misses.optional(),
}).describe('What all pools share.');
