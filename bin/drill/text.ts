/** A drill for people: what each URL answered and from what, and what is to be thought of it. */
import { listIn } from '../../functions/domain/phone.ts';
import { type Asked, faultOf } from '../../functions/domain/probe.ts';
import { green, red } from '../terminal/paint.ts';
import type { Answers } from './faults.ts';
import { ageOf, type Finding } from './finding.ts';

export type Say = (what: unknown) => void;

export const isWell = (findings: readonly Finding[]): boolean => findings.every(({ kind }) => kind !== 'problem');

export const describeAnswers = ({ primary, fallback }: Answers): string =>
  `primary   ${answerOf(primary)}\nfallback  ${answerOf(fallback)}\n`;

export const describeFindings = (findings: readonly Finding[], fallback: Asked): string => {
  const problems = findings.filter(({ kind }) => kind === 'problem').length;
  const verdict =
    problems === 0
      ? `all is well: were the primary to fail now, this caller would ${lotOf(fallback)}`
      : `${problems} ${problems === 1 ? 'problem' : 'problems'}`;
  return `${findings.map(lineOf).join('')}${verdict}\n`;
};

/** Without a problem an empty answer is one that both URLs give. */
const lotOf = (fallback: Asked): string =>
  fallback.kind === 'answered' && listIn(fallback.body)?.length === 0
    ? `get what he gets today: ${nobodyFor(fallback.reason)}`
    : 'be served';

const nobodyFor = (reason = 'without a reason'): string => `nobody (${reason})`;

const kindOf = ({ kind }: Finding): string => {
  const word = kind.padEnd(8);
  return kind === 'problem' ? red(word) : kind === 'ok' ? green(word) : word;
};

const lineOf = (finding: Finding): string =>
  `${kindOf(finding)}  ${finding.what}\n${finding.kind === 'problem' ? `          next: ${finding.next}\n` : ''}`;

export const answerOf = (asked: Asked): string => {
  if (asked.kind === 'unanswered') return `${asked.why}, after ${asked.ms} ms`;
  const { status, ms, body, reason } = asked;
  const numbers = status === 200 ? listIn(body) : undefined;
  const whom = numbers?.length === 0 ? nobodyFor(reason) : numbers?.join(', ');
  return `${status} in ${ms} ms: ${whom ?? faultOf(asked)}${originOf(asked)}`;
};

const originOf = ({ source, revision, ageSeconds, degraded }: Extract<Asked, { kind: 'answered' }>): string => {
  if (source === undefined) return '';
  const words = [
    `from the ${source.replace('-', ' ')}`,
    ...(revision === undefined ? [] : [`revision ${revision}`]),
    ...(ageSeconds === undefined ? [] : [`${ageOf(ageSeconds)} old`]),
    ...(degraded === undefined ? [] : [`degraded: ${degraded}`]),
  ];
  return ` (${words.join(', ')})`;
};
