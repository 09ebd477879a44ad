/** What `dial-whom keys` says to people. A key is in one of these texts only: that of the new one. */
import { type KeyHashes, type Side, sides } from '../../lib/key-hashes.ts';
import { columns } from '../terminal/columns.ts';
import { idsOf, listed } from './change.ts';
import { idOf, type Key } from './key.ts';
import { kept } from './next-steps.ts';
import type { Pasted } from './pasted.ts';

export const describeNew = (
  { key, hash }: Key,
  made: {
    readonly file: string;
    readonly sides: readonly Side[];
    readonly urls: readonly Pasted[];
    readonly steps: readonly string[];
  },
): string => {
  const width = Math.max(...made.urls.map(({ where }) => where.length));
  return [
    `A new key, ${idOf(hash)}, for ${listed(made.sides)}. It is shown this once; kept is its hash only, in ${made.file}.`,
    '',
    `  ${key}`,
    '',
    'To paste into Exotel:',
    ...made.urls.map(({ where, url }) => `  ${where.padEnd(width)}  ${url}`),
    '',
    'Next:',
    ...made.steps.map((step, index) => `  ${index + 1}. ${step}`),
    '',
  ].join('\n');
};

export type Listed = { readonly id: string; readonly sides: readonly Side[] };

/** Each key once, with all sides that accept it. */
export const listKeys = (hashes: KeyHashes): Listed[] =>
  idsOf(hashes, sides).map((id) => ({ id, sides: sides.filter((side) => idsOf(hashes, [side]).includes(id)) }));

export const describeList = (file: string, hashes: KeyHashes): string => {
  const keys = listKeys(hashes);
  const without = sides.filter((side) => hashes[side].length === 0);
  const rows = keys.map((key) => [key.id, ...sides.map((side) => (key.sides.includes(side) ? 'valid' : '-'))]);
  const table = keys.length === 0 ? '' : columns(['key', ...sides], rows);
  const warning = `${listed(without)}: no key, so everything is answered with 403. Make one: npx dial-whom keys new\n`;
  return `${table}${without.length === 0 ? '' : warning}kept in ${file}, for the next cdk deploy\n`;
};

const breaks: Readonly<Record<Side, string>> = {
  primary: 'Primary URL: every call goes on to the fallback; PrimaryProbe goes off if urls.txt has the key',
  fallback: 'Fallback URL: callers whom the primary fails are lost; FallbackProbe goes off if urls.txt has the key',
  events: 'events URLs: nobody tells any more who is talking',
};

export const describeRetired = (id: string, from: readonly Side[], file: string, hashes: KeyHashes): string => {
  const left = from.map((side) => `${side} ${idsOf(hashes, [side]).join(', ') || 'none'}`);
  return [
    `${id} is no key of ${listed(from)} any more in ${file}; left: ${left.join('; ')}.`,
    `It is accepted until the next deployment: npx cdk deploy --all -c stage=STAGE. ${kept}.`,
    'From then on every URL at Exotel that still has it is refused with 403:',
    ...from.map((side) => `  ${breaks[side]}`),
    '',
  ].join('\n');
};
