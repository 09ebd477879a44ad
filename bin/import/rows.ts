/** What each row of an import says, by itself: a pool there is, a number, a place. Pure. */
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { toE164 } from '../../functions/domain/phone.ts';
import { place } from '../pools-file/pool-entry.ts';
import { someOf } from '../terminal/some-of.ts';
import type { CsvRow, Flaw } from './csv.ts';

export type Row = {
  readonly line: number;
  readonly pool: string;
  /** E.164. */
  readonly number: string;
  /** His name or his id; not needed when it is known whose number it is. */
  readonly agent?: string;
  readonly tier?: number;
  readonly weight?: number;
};

export type Rows = { readonly rows: readonly Row[]; readonly flaws: readonly Flaw[] };

export const rowsOf = (csv: readonly CsvRow[], config: Config): Rows => {
  const read = csv.map((row) => rowOf(row, config));
  return {
    rows: read.flatMap((one) => (one.kind === 'row' ? one.row : [])),
    flaws: read.flatMap((one) => (one.kind === 'flaws' ? one.flaws : [])),
  };
};

type Read = { readonly kind: 'row'; readonly row: Row } | { readonly kind: 'flaws'; readonly flaws: readonly Flaw[] };

const rowOf = ({ line, cells }: CsvRow, config: Config): Read => {
  const number = toE164(cells.number, config.settings.dialPlan);
  const isDamaged = damageOf(cells.number) !== undefined;
  const tier = numberIn(cells.tier, place.tier);
  const weight = numberIn(cells.weight, place.weight);
  const flaws = [
    ...(entry(config.pools, cells.pool) === undefined ? [flawOfPool(cells.pool, config)] : []),
    ...(number === undefined || isDamaged ? [flawOfNumber(cells.number, config)] : []),
    ...(tier.kind === 'flaw' ? [{ path: 'tier', ...tier }] : []),
    ...(weight.kind === 'flaw' ? [{ path: 'weight', ...weight }] : []),
  ].map(({ path, what, cure }) => ({ line, path, what, cure }));
  if (flaws.length > 0 || number === undefined) return { kind: 'flaws', flaws };
  return {
    kind: 'row',
    row: {
      line,
      pool: cells.pool,
      number,
      ...(cells.agent === '' ? {} : { agent: cells.agent }),
      ...(tier.kind === 'value' ? { tier: tier.value } : {}),
      ...(weight.kind === 'value' ? { weight: weight.value } : {}),
    },
  };
};

const flawOfPool = (pool: string, { pools }: Config) => ({
  path: 'pool',
  what: pool === '' ? 'it is empty' : `there is no pool ${quote(pool)}`,
  cure: `add it to pools.yaml and apply that first, or write one of ${someOf(Object.keys(pools))}`,
});

const flawOfNumber = (number: string, { settings }: Config) => {
  const writings = `write it with + and country code${settings.country === 'IN' ? ', such as +919000000001' : ''}`;
  if (number === '') return { path: 'number', what: 'it is empty', cure: writings };
  const damage = damageOf(number);
  if (damage !== undefined) return { path: 'number', what: `${quote(number)} ${damage}`, cure: asText };
  return /^\d{11,15}$/.test(number)
    ? {
        path: 'number',
        what: `${quote(number)} is no number of ${settings.country}: if it is of another country, its + is lost`,
        cure: asText,
      }
    : {
        path: 'number',
        what: `${quote(number)} is no phone number`,
        cure: `${writings}, or as it is dialled in ${settings.country}`,
      };
};

const asText =
  'format the column as text in the spreadsheet, enter the number again with + and country code, and export anew';

/** What a spreadsheet makes of a number that it takes for an amount. */
const damageOf = (number: string): string | undefined => {
  if (/^[+-]?\d+([.,]\d+)?e[+-]?\d+$/i.test(number))
    return 'was shortened by a spreadsheet, and its last digits are lost';
  if (/^\d+[.,]0+$/.test(number)) return 'was taken for an amount by a spreadsheet';
  return undefined;
};

type Amount =
  | { readonly kind: 'none' }
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'flaw'; readonly what: string; readonly cure: string };

/** By the same rule as in `pools.yaml`. */
const numberIn = (cell: string, rule: (typeof place)['tier' | 'weight']): Amount => {
  if (cell === '') return { kind: 'none' };
  const parsed = rule.safeParse(Number(cell));
  if (parsed.success) return { kind: 'value', value: parsed.data };
  const [what = '', cure = ''] = (parsed.error.issues[0]?.message ?? '').split('|');
  return { kind: 'flaw', what: `${quote(cell)}: ${what}`, cure };
};

const quote = (text: string): string => JSON.stringify(text.slice(0, 40));
