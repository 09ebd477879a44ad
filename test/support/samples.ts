/** Real requests of the provider as queries: captures and documented examples, the last digits of real numbers altered. */
import { readFileSync } from 'node:fs';

type Value = string | number | null | readonly Value[] | { readonly [name: string]: Value };
type Sample = {
  readonly source: string;
  readonly kind: string;
  readonly raw_query: string | null;
  readonly params: { readonly [name: string]: Value };
};

const file = new URL('../fixtures/exotel-requests.json', import.meta.url);

/** On the wire nested values are flat keys with brackets: `Legs[0][Number]`. */
const flatten = (name: string, value: Value): [string, string][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => flatten(`${name}[${key}]`, inner))
    : [[name, String(value)]];

/** Name and query string of each sample. */
export const samples: readonly {
  readonly name: string;
  readonly kind: string;
  readonly query: string;
  readonly hasCallSid: boolean;
}[] = (JSON.parse(readFileSync(file, 'utf8')) as Sample[]).map(({ source, kind, raw_query, params }, index) => ({
  kind,
  name: `${index + 1}: ${source.slice(0, 60)}`,
  query:
    raw_query ??
    new URLSearchParams(Object.entries(params).flatMap(([name, value]) => flatten(name, value))).toString(),
  hasCallSid: typeof params.CallSid === 'string',
}));
