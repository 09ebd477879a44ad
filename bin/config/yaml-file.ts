/** Reads a YAML file into its content, and knows on which line each part of it stands. */
import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';

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
  const lines = new LineCounter();
  // The parser would compare every key with all before it: 3 s with 20,000 agents.
  const document = parseDocument(text.text, { lineCounter: lines, uniqueKeys: false });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const broken = syntaxFaults(document);
  const faults = broken.length > 0 ? broken : doubleKeys(document, lineAt);
  if (faults.length > 0) return unreadable(...faults);
  const content = contentOf(document);
  if (content.kind === 'unreadable') {
    return unreadable({ line: 0, what: content.why, cure: 'write the values out, or correct the alias' });
  }
  return {
    kind: 'content',
    content: content.value,
    lineOf: (path) => lineAt(offsetOf(document, path)),
    numberAt: (path) => {
      const scalar = document.getIn(path, true);
      return isScalar(scalar) && typeof scalar.value === 'number' ? scalar.source : undefined;
    },
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

/** Tabs alone, if there are any: one of them makes a dozen other faults of the lines around it. */
const syntaxFaults = ({ errors }: Document): Fault[] => {
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  return (tabs.length > 0 ? tabs : errors).map((error) => ({
    line: error.linePos?.[0].line ?? 0,
    what: (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, ''),
    cure: tabs.length > 0 ? 'indent with spaces' : 'correct the YAML: indentation, quotes, brackets',
  }));
};

const doubleKeys = (document: Document, lineAt: (offset: number) => number): Fault[] => {
  const faults: Fault[] = [];
  visit(document, {
    Map: (_key, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        // Numbers and true become the same text as in quotes, and the later of the two would win without a word.
        const name = String(key.value);
        if (seen.has(name)) {
          const line = lineAt(key.range?.[0] ?? 0);
          faults.push({ line, what: `${name} is here twice: keys must be unique`, cure: 'keep one of the two' });
        }
        seen.add(name);
      }
    },
  });
  return faults;
};

type Content =
  | { readonly kind: 'content'; readonly value: unknown }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Aliases are followed here, and may lead nowhere or without end. */
const contentOf = (document: Document): Content => {
  try {
    return { kind: 'content', value: document.toJS() };
  } catch (error) {
    return {
      kind: 'unreadable',
      why: `an alias cannot be followed (${error instanceof Error ? error.message : error})`,
    };
  }
};

const offsetOf = (document: Document, path: readonly PropertyKey[]): number => {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    const pair = isMap(node) ? node.items.find(({ key }) => String(key) === String(step)) : undefined;
    const next: unknown = isPair(pair)
      ? pair.value
      : (node as { get?: (key: unknown, keep: true) => unknown })?.get?.(step, true);
    const place = (isPair(pair) ? pair.key : next) as Node | null | undefined;
    if (!isNode(place)) return offset;
    offset = place.range?.[0] ?? offset;
    node = next;
  }
  return offset;
};
