/** Reads a YAML file into its content, and knows on which line each part of it stands. */
import { readFileSync } from 'node:fs';
import { constructFromEvents, type Event, parseEvents, YAMLException } from 'js-yaml';
import { type Place, type Places, placesIn } from './yaml-places.ts';

export type Fault = {
  /** From 1; 0 when the file as a whole is meant. */
  readonly line: number;
  readonly what: string;
  readonly cure: string;
};

export type YamlFile =
  | { readonly kind: 'unreadable'; readonly faults: readonly Fault[] }
  | {
      readonly kind: 'content';
      readonly content: unknown;
      /** Of the value, or of the deepest part of its path that is in the file. */
      readonly lineOf: (path: readonly PropertyKey[]) => number;
      /** A number as it is written, because YAML drops its + and leading zeros. */
      readonly numberAt: (path: readonly PropertyKey[]) => string | undefined;
    };

export const readYaml = (file: string): YamlFile => {
  const text = readText(file);
  if (text.kind === 'unreadable') return unreadable({ line: 0, what: text.what, cure: text.cure });
  const parsed = parse(text.text);
  if (parsed.kind === 'broken') return unreadable(syntaxFault(parsed.error, text.text));
  let known: Places | undefined;
  const places = () => {
    known ??= placesIn(parsed.events, text.text);
    return known;
  };
  const documents = contentOf(parsed.events, text.text);
  if (documents.kind === 'broken') {
    const double = places().doubleKeys.map(doubleKey);
    return unreadable(...(double.length > 0 ? double : [contentFault(documents.error)]));
  }
  const [content = null, second] = documents.all;
  if (second !== undefined) {
    return unreadable({ line: 0, what: 'it holds several documents', cure: 'keep one, without lines of ---' });
  }
  if (content === null) {
    return unreadable({ line: 1, what: 'it is empty', cure: 'write settings, agents, pools and applets into it' });
  }
  return {
    kind: 'content',
    content,
    lineOf: (path) => deepestAt(path, places().root).line,
    numberAt: (path) =>
      typeof valueAt(path, content) === 'number' ? deepestAt(path, places().root).written : undefined,
  };
};

const unreadable = (...faults: readonly Fault[]): YamlFile => ({ kind: 'unreadable', faults });

type Text =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly what: string; readonly cure: string };

const readText = (file: string): Text => {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
      ? { kind: 'unreadable', what: 'it is not UTF-8, so that names would be damaged', cure: 'save it as UTF-8' }
      : {
          kind: 'unreadable',
          what: `cannot be read (${code})`,
          cure: 'give the path of your pools file, or set POOLS_FILE',
        };
  }
};

type Broken = { readonly kind: 'broken'; readonly error: YAMLException };

const parse = (text: string): { readonly kind: 'events'; readonly events: Event[] } | Broken =>
  unlessBroken(() => ({ kind: 'events', events: parseEvents(text, {}) }));

const contentOf = (events: Event[], source: string): { readonly kind: 'content'; readonly all: unknown[] } | Broken =>
  unlessBroken(() => ({ kind: 'content', all: constructFromEvents(events, { source }) }));

const unlessBroken = <T>(read: () => T): T | Broken => {
  try {
    return read();
  } catch (error) {
    if (error instanceof YAMLException) return { kind: 'broken', error };
    throw error;
  }
};

const lineIn = ({ mark }: YAMLException): number => (mark?.line ?? -1) + 1;

const syntaxFault = (error: YAMLException, text: string): Fault => {
  const line = lineIn(error);
  return /^ *\t/.test(text.split('\n')[line - 1] ?? '')
    ? { line, what: 'Tabs are not allowed as indentation', cure: 'indent with spaces' }
    : { line, what: error.reason, cure: 'correct the YAML: indentation, quotes, brackets' };
};

const doubleKey = ({ key, line }: Places['doubleKeys'][number]): Fault => ({
  line,
  what: `${key} is here twice: keys must be unique`,
  cure: 'keep one of the two',
});

/** Aliases that lead nowhere, keys that are lists. */
const contentFault = (error: YAMLException): Fault => ({
  line: lineIn(error),
  what: error.reason.includes('alias') ? `an alias cannot be followed (${error.reason})` : error.reason,
  cure: 'write the values out, with plain text as keys',
});

const deepestAt = (path: readonly PropertyKey[], root: Place): Place => {
  let place = root;
  for (const step of path) {
    const next = place.inner.get(String(step));
    if (next === undefined) return place;
    place = next;
  }
  return place;
};

const valueAt = (path: readonly PropertyKey[], content: unknown): unknown =>
  path.reduce((value, step) => (value as Readonly<Record<PropertyKey, unknown>> | undefined)?.[step], content);
