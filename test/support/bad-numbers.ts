/** Somebody's own rule, besides countries and types. */
export const deniedPrefix = '+9190001';

/** Numbers that must not be dialled where the mobile and fixed-line numbers of India may, but for the denied prefix. */
export const badNumbers: readonly (readonly [what: string, number: string])[] = [
  ['a premium number of the own country', '+911861234567890'],
  ['a shared-cost number', '+9118601234567'],
  ['a toll-free number', '+9118001234567'],
  ['a number of telemarketers', '+911401234567'],
  ['a mobile number of a denied prefix', `${deniedPrefix}00001`],
  ['a number too short for any plan', '+91900000000'],
  ['a number too long for its plan', '+9190000000011'],
  ['an ordinary number abroad', '+14155552671'],
  ['a premium number abroad', '+19002345678'],
  ['a satellite phone of Inmarsat', '+870773111632'],
  ['a satellite phone of Globalstar', '+881612345678'],
  ['a network of no country, +882', '+8821612345678'],
  ['a network of no country, +883', '+883510012345'],
  ['a relief operation, +888', '+888123456789012'],
  ['international premium, +979', '+979123456789'],
];
