/** Reads `pools.yaml`: all that is wrong in it, with file and line, or the whole configuration. Never half of it. */
import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { Config } from '../../functions/domain/config.ts';
import { checkConfig } from '../../functions/domain/config-check.ts';
import { parsePoolsFile, toConfig } from './schema.ts';

export type Problem = {
  readonly file: string;
  /** From 1; 0 when the file as a whole is meant. */
  readonly line: number;
  /** `agents.asha.numbers.0` */
  readonly path: string;
  readonly what: string;
  readonly cure: string;
};

export type Loaded =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

export const loadConfig = (file: string, nowMs: number = Date.now()): Loaded => {
  const problem = (line: number, path: readonly PropertyKey[], what: string, cure: string): Problem => ({
    file,
    line,
    path: path.join('.'),
    what,
    cure,
  });
  const read = readText(file);
  if (read.kind === 'unreadable') {
    return {
      kind: 'problems',
      problems: [problem(0, [], read.why, 'give the path of your pools file, or set POOLS_FILE')],
    };
  }

  const lines = new LineCounter();
  const document = parseDocument(read.text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) =>
      problem(
        error.linePos?.[0].line ?? 0,
        [],
        (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, ''),
        'correct the YAML: indentation, quotes, double keys',
      ),
    );
    return { kind: 'problems', problems };
  }

  const lineOf = (path: readonly PropertyKey[]) => lines.linePos(offsetOf(document, path)).line;
  const content = contentOf(document);
  if (content.kind === 'unreadable') {
    return { kind: 'problems', problems: [problem(0, [], content.why, 'write the values out, or correct the alias')] };
  }
  const parsed = parsePoolsFile(content.value);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => {
      // A wrong key of a map is reported inside an issue of the map.
      const inner = issue.code === 'invalid_key' ? issue.issues[0] : undefined;
      const scalar = document.getIn(issue.path, true);
      if (
        issue.code === 'invalid_type' &&
        issue.expected === 'string' &&
        isScalar(scalar) &&
        typeof scalar.value === 'number'
      ) {
        const what = `${scalar.source} is a number to YAML, which drops its + and leading zeros`;
        const isShort = !scalar.source?.startsWith('+') && String(scalar.source).length > 8;
        const cure = isShort ? 'write it in full and in quotes: "+91…"' : `quote it: "${scalar.source}"`;
        return [problem(lineOf(issue.path), issue.path, what, cure)];
      }
      const [what = '', cure = 'correct it'] = (inner ?? issue).message.split('|');
      const at = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
      return at.map((path) => problem(lineOf(path), path, what, cure));
    });
    return { kind: 'problems', problems };
  }

  const config = toConfig(parsed.data);
  const problems = checkConfig(config, nowMs).map(({ path, what, cure }) => problem(lineOf(path), path, what, cure));
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'config', config };
};

/** `pools.yaml:12: agents.asha.numbers.0: what is wrong. What to do.` */
export const describeProblem = ({ file, line, path, what, cure }: Problem): string =>
  `${file}${line === 0 ? '' : `:${line}`}: ${path === '' ? '' : `${path}: `}${what}. To mend it: ${cure}.`;

type Text = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'unreadable'; readonly why: string };

const readText = (file: string): Text => {
  try {
    return { kind: 'text', text: readFileSync(file, 'utf8') };
  } catch (error) {
    return { kind: 'unreadable', why: `cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
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

/** Where the value stands, or the deepest part of its path that is in the file. */
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
