/** What editors complete and explain `pools.yaml` with: it has to say what `validate` says, and never more. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { configOf, type FileContent } from '../../bin/pools-file/file-content.ts';
import { poolsFileJsonSchema } from '../../bin/pools-file/schema.ts';
import { run } from '../support/cli.ts';
import { files } from '../support/pools-files.ts';
import { holds } from '../support/property.ts';

const nowMs = Date.parse('2026-11-21T06:00:00Z');
const published = readFileSync('docs/pools.schema.json', 'utf8');
const ajv = new Ajv({ allErrors: true });
const accepts = ajv.compile(JSON.parse(published));
const sample = readFileSync('pools.yaml', 'utf8');

describe('the published JSON Schema of pools.yaml', () => {
  it('is the one that validate --schema prints, and names itself in the sample', async () => {
    const { code, out } = await run(['validate', '--schema']);
    expect(code).toBe(0);
    // Otherwise: npx dial-whom validate --schema > docs/pools.schema.json
    expect(published === out, 'docs/pools.schema.json is up to date').toBe(true);
    expect(sample.split('\n')[0]).toBe('# yaml-language-server: $schema=docs/pools.schema.json');
  });

  it('explains every key', () => {
    const silent: string[] = [];
    const look = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const { properties = {} } = schema as { readonly properties?: Readonly<Record<string, object>> };
      for (const [key, value] of Object.entries(properties)) {
        if (!('description' in value)) silent.push(`${path}.${key}`);
      }
      for (const [key, value] of Object.entries(schema)) look(value, `${path}.${key}`);
    };
    look(poolsFileJsonSchema(), '');
    expect(silent).toEqual([]);
  });

  it.each(['pools.yaml', 'test/deploy/pools.yaml'])('accepts %s', (file) => {
    expect(accepts(load(readFileSync(file, 'utf8'))), JSON.stringify(accepts.errors)).toBe(true);
  });

  it.each([
    ['an unknown key', 'maxAttempts: 5', 'maxAtempts: 5', /^\/pools\/support must NOT have additional properties/],
    [
      'an unknown strategy',
      'strategy: linear #',
      'strategy: loudest #',
      /^\/pools\/sales\/strategy must be equal to one/,
    ],
    ['a number without quotes', '"+919000000014"', '+919000000014', /^\/agents\/deepak\/numbers\/0 must be string/],
    ['a national number', '"+919000000014"', '"09000000014"', /^\/agents\/deepak\/numbers\/0 must match pattern/],
    ['missing pools', '\npools:\n', '\npuddles:\n', /must have required property 'pools'/],
    ['a name that cannot be one', '  asha: {', '  Asha R: {', /^\/agents property name must be valid/m],
    [
      'a tier that is none',
      'tier: 2 } # tier',
      'tier: 0 } # tier',
      /^\/pools\/on-call\/members\/1\/tier must be >= 1/m,
    ],
    ['an empty pool', 'members: [esha, farhan, gita, harish]', 'members: []', /must NOT have fewer than 1 items/],
    ['a country that is none', 'countries: [IN]', 'countries: [India]', /countries\/0 must be equal to one/],
    ['a day that is none', 'sat: "10:00-16:00"', 'samstag: "10:00-16:00"', /weekly property name must be valid/],
    ['times that are none', 'sat: "10:00-16:00"', 'sat: "10-16"', /^\/hours\/office\/weekly\/sat must match pattern/m],
    ['a date that is none', '"08-15"', '"8-15"', /^\/hours\/office\/holidays\/1 must match pattern/m],
  ])('refuses %s', (_what, from, to, message) => {
    expect(sample).toContain(from);
    expect(accepts(load(sample.replace(from, to)))).toBe(false);
    expect(ajv.errorsText(accepts.errors, { separator: '\n', dataVar: '' })).toMatch(message);
  });

  it('refuses nothing that validate accepts, whatever is wrong or right in a file', () => {
    let refused = 0;
    void holds(
      'what the JSON Schema refuses, validate refuses',
      500,
      fc.property(files, fc.array(edit, { maxLength: 2 }), (content, edits) => {
        const edited = edits.reduce<unknown>((file, one) => one(file), content) as FileContent;
        if (accepts(edited)) return;
        refused += 1;
        expect(configOf(edited, nowMs).kind, ajv.errorsText(accepts.errors)).toBe('problems');
      }),
    );
    expect(refused).toBeGreaterThan(100);
  });
});

/** What people write that may be right in one place and is wrong in another. */
const value = fc.oneof(
  fc.constantFrom(null, 0, 1, 1.5, 919000000011, true, '', '2', 'asha', 'sales', 'day', 'IN', 'IND', 'on', 'one'),
  fc.constantFrom(
    '+919000000001',
    '09000000001',
    '+91140',
    '09:00',
    '9:00',
    '09:00-18:00',
    '22:00-06:00',
    '09:00-24:00',
  ),
  fc.constantFrom('12-25', '2026-12-25', '2026-13-45', '25-12', 'mon', 'mon-fri', 'fri-mon', 'linear', 'Asia/Kolkata'),
  fc.constantFrom([], {}, ['sales'], ['+919000000001'], [['09:00-18:00']], { agent: 'a1' }, { rotation: 'duty' }),
);
const key = fc.constantFrom('sales', 'Sales', 'a-b', 'pool', 'mon-fri-sat', 'sun', '02-29', '02-30', '2026-02-29', 'x');

/** Somewhere in the file a value becomes another, goes, or comes under another key. */
const edit = fc
  .tuple(fc.nat(), fc.constantFrom('replace', 'remove', 'rename', 'add'), value, key)
  .map(([place, kind, replacement, name]) => (file: unknown): unknown => {
    const places = placesIn(file);
    const chosen = places[place % places.length];
    if (chosen === undefined) return file;
    const { holder, at } = chosen;
    const old = holder[at];
    if (kind !== 'add' && kind !== 'replace') Reflect.deleteProperty(holder, at);
    if (kind === 'replace') holder[at] = replacement;
    if (kind === 'rename') holder[name] = old;
    if (kind === 'add') holder[name] = replacement;
    return JSON.parse(JSON.stringify(file));
  });

type Place = { readonly holder: Record<string, unknown>; readonly at: string };

const placesIn = (value: unknown): Place[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([at, inner]) => [
        { holder: value as Record<string, unknown>, at },
        ...placesIn(inner),
      ]);
