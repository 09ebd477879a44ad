/** Reads `pools.yaml`: all that is wrong in it, with file and line, or the whole configuration. Never half of it. */
import type { Config } from '../../functions/domain/config.ts';
import { checkConfig } from '../../functions/domain/config-check.ts';
import type { Finding } from '../../functions/domain/finding.ts';
import { oversizedIn } from './oversized.ts';
import { parsePoolsFile, toConfig } from './schema.ts';
import { findingsOf, type Issue } from './schema-findings.ts';
import { type Fault, readYaml, type YamlFile } from './yaml-file.ts';

export type Problem = Fault & {
  readonly file: string;
  /** `agents.asha.numbers.0` */
  readonly path: string;
};

export type Loaded =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

export const loadConfig = (file: string, nowMs: number = Date.now()): Loaded => {
  const yaml = readYaml(file);
  if (yaml.kind === 'unreadable') {
    return { kind: 'problems', problems: yaml.faults.map((fault) => ({ file, path: '', ...fault })) };
  }
  const problemsOf = (findings: readonly Finding[]): Problem[] =>
    findings.map(({ path, what, cure }) => ({ file, line: yaml.lineOf(path), path: path.join('.'), what, cure }));

  const parsed = parsePoolsFile(yaml.content);
  if (!parsed.success) {
    const findings = parsed.error.issues.flatMap((issue) => withoutQuotes(issue, yaml) ?? findingsOf(issue));
    return { kind: 'problems', problems: problemsOf(findings) };
  }
  const config = toConfig(parsed.data);
  const problems = problemsOf([...checkConfig(config, nowMs), ...oversizedIn(config)]);
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'config', config };
};

/** What people write most often instead of text. */
const withoutQuotes = (
  issue: Issue,
  { numberAt }: Extract<YamlFile, { kind: 'content' }>,
): readonly Finding[] | undefined => {
  const written = issue.code === 'invalid_type' && issue.expected === 'string' ? numberAt(issue.path) : undefined;
  if (written === undefined) return undefined;
  const isShort = !written.startsWith('+') && written.length > 8;
  return findingsOf({
    ...issue,
    message: `${written} is a number to YAML, which drops its + and leading zeros|${
      isShort ? 'write it in full and in quotes: "+91…"' : `quote it: "${written}"`
    }`,
  });
};

/** `pools.yaml:12: agents.asha.numbers.0: what is wrong. What to do.` */
export const describeProblem = ({ file, line, path, what, cure }: Problem): string =>
  `${file}${line === 0 ? '' : `:${line}`}: ${path === '' ? '' : `${path}: `}${what}. To mend it: ${cure}.`;
