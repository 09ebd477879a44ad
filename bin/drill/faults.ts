/** What is wrong with an answer by itself, whatever is in it. Pure. */
import { type Asked, answeredBy, faultOf, wrongUrlIn } from '../../functions/domain/probe.ts';
import { type Finding, problem } from './finding.ts';
import type { Place } from './place.ts';

export type Answers = { readonly primary: Asked; readonly fallback: Asked };

export const faultsOf = (answers: Answers, place: Place): Finding[] => [
  ...faultsOfPrimary(answers, place),
  ...faultsOfFallback(answers, place),
];

export const faultsOfPrimary = ({ primary, fallback }: Answers, { lookAtPrimary }: Place): Finding[] => {
  const meanwhile =
    faultOf(fallback) === undefined
      ? 'callers are served by the fallback meanwhile'
      : 'callers are lost: the fallback does not answer as it should either';
  return faultsOfOne('primary', primary, `${lookAtPrimary}; ${meanwhile}`);
};

/** Of a primary that was not asked nothing is known. */
export const faultsOfFallback = (
  { primary, fallback }: { readonly primary?: Asked; readonly fallback: Asked },
  { lookAtFallback }: Place,
): Finding[] => {
  const isAlone = primary !== undefined && faultOf(primary) !== undefined;
  return faultsOfOne(
    'fallback',
    fallback,
    `${lookAtFallback}: ${isAlone ? 'with the primary failing as well, callers are lost' : 'were the primary to fail now, callers would be lost'}`,
  );
};

const faultsOfOne = (url: keyof Answers, asked: Asked, look: string): Finding[] => {
  const fault = faultOf(asked);
  return fault === undefined
    ? []
    : [problem(`the ${url} does not answer as it should: ${fault}`, cureOf(url, asked, look))];
};

const cureOf = (url: keyof Answers, asked: Asked, look: string): string => {
  if (asked.kind === 'unanswered') return `check the URL; if it is right, ${look}`;
  switch (asked.status) {
    case 403:
      return 'check the key: --key, or ?key= in the URL; its hash must be among those deployed';
    case 404:
      return `check the URL, which ends in /${url} and an applet that is applied`;
    default:
      return look;
  }
};

/** One finding that explains all others: a URL stands where the other one should. */
export const swapOf = ({ primary, fallback }: Answers): Finding | undefined => {
  const said = [
    ...(isOther('primary', primary) ? ['the Primary URL answers as the fallback'] : []),
    ...(isOther('fallback', fallback) ? ['the Fallback URL answers as the primary'] : []),
  ];
  if (said.length === 0) return undefined;
  const cure = 'check them: the outputs PrimaryUrl and FallbackUrl of cdk deploy, each in its own place in the applet';
  const [first, second] = [answeredBy(primary), answeredBy(fallback)];
  return first === second
    ? problem(`both URLs are those of the ${first}`, cure)
    : problem(`the two URLs seem swapped: ${said.join(', ')}`, cure);
};

const isOther = (url: keyof Answers, asked: Asked): boolean => wrongUrlIn(url, asked)?.kind === 'other-url';
