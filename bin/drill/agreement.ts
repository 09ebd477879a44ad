/** Do the answers agree with what the table says, or, where nobody may look at it, with each other? Pure. */
import { listIn } from '../../functions/domain/phone.ts';
import type { Asked } from '../../functions/domain/probe.ts';
import type { Expectation } from './expectation.ts';
import { type Finding, note, ok, problem } from './finding.ts';

export type Answered = Extract<Asked, { kind: 'answered' }>;

/**
 * With what a fallback would answer that knew the table: exact, whatever agents are doing. `next`: what to do where they
 * disagree. `primary` is its answer, where it gave one.
 */
export const compareFallback = (
  fallback: Answered,
  { answer, revision }: Expectation,
  { next, primary }: { readonly next: string; readonly primary: Answered | undefined },
): Finding => {
  const [wanted, reason] = answer.kind === 'offer' ? [answer.numbers, undefined] : [[], reasonOf(answer)];
  const offered = numbersOf(fallback);
  const [extra, missing] = [without(offered, wanted), without(wanted, offered)];
  if (extra.length + missing.length > 0 || fallback.reason !== reason) {
    const difference = [
      ...(extra.length === 0 ? [] : [`would ring ${extra.join(', ')} as well`]),
      ...(missing.length === 0 ? [] : [`would not ring ${missing.join(', ')}`]),
      ...(fallback.reason === undefined ? [] : [`says ${fallback.reason}`]),
    ].join(' and ');
    const stands = `the table, which stands at revision ${revision}`;
    return problem(`the fallback disagrees with ${stands}: it ${difference}`, next);
  }
  if (reason !== undefined) {
    return ok(`the fallback offers nobody, as the table at revision ${revision} says: ${reason}`);
  }
  const isInOrder = wanted.join() === offered.join();
  const order = isInOrder ? whyUnlike(primary, fallback) : ', in another order';
  return ok(`the fallback offers whom the table at revision ${revision} has for this caller now${order}`);
};

/** Two lists that look different, of one configuration. */
const whyUnlike = (primary: Answered | undefined, fallback: Answered): string =>
  primary === undefined || primary.revision !== fallback.revision || primary.body === fallback.body
    ? ''
    : ' (in the order of the pools: unlike the primary, the fallback knows no calls)';

/** People may be left out of the primary's answer; nobody may be in it whom the configuration does not have. */
export const comparePrimary = (primary: Answered, { plan, answer, ...expected }: Expectation): Finding[] => {
  const offered = numbersOf(primary);
  const stands = `the table at revision ${expected.revision}`;
  const reason = reasonOf(answer);
  const behind = (what: string) =>
    problem(
      `the primary, at revision ${primary.revision}, ${what}`,
      'the primary sees a change within a minute: drill again then',
    );
  if (isByRule(reason) || isByRule(primary.reason)) {
    const says = (said: string | undefined) => said ?? 'that there are numbers';
    return primary.reason === reason ? [] : [behind(`says ${says(primary.reason)}; ${stands} says ${says(reason)}`)];
  }
  const strangers = without(offered, plan);
  // A full answer holds a part of a longer plan, in an order of its own.
  const isFull = answer.kind !== 'offer' || offered.length >= answer.numbers.length;
  const absent = isFull || expected.isLastResort ? [] : without(plan, offered);
  return [
    ...(strangers.length === 0
      ? []
      : [behind(`offers ${strangers.join(', ')}, whom ${stands} does not have for this caller`)]),
    ...(absent.length === 0
      ? []
      : [primary.revision === expected.revision ? leftOut(absent) : notYet(absent, primary)]),
  ];
};

/** Of two answers of one revision only what is certain is a problem; `next`: what to do about it. */
export const compareWithEachOther = (primary: Answered, fallback: Answered, next: string): Finding[] => {
  const revisions = `the primary is at revision ${primary.revision}, the fallback at ${fallback.revision}`;
  if (isByRule(primary.reason) || isByRule(fallback.reason)) {
    const said = primary.reason ?? fallback.reason;
    return primary.reason === fallback.reason
      ? [ok(`both offer nobody: ${said}`)]
      : [problem(`one of them says ${said}, the other does not: ${revisions}`, next)];
  }
  const [live, pure] = [numbersOf(primary), numbersOf(fallback)];
  const [extra, missing] = [without(pure, live), without(live, pure)];
  const isSame = primary.revision === fallback.revision;
  // Shorter than the other one, an answer is no part of a longer list.
  if (missing.length > 0 && (!isSame || pure.length < live.length)) {
    return [problem(`the fallback would not ring ${missing.join(', ')}: ${revisions}`, next)];
  }
  if (missing.length > 0) return [note('both may offer a part of a longer list; --table tells whether they agree')];
  if (extra.length === 0) return [ok(`the answers agree: the same numbers${whyUnlike(primary, fallback)}`)];
  return isSame
    ? [ok('the answers agree'), leftOut(extra)]
    : [problem(`the fallback would also ring ${extra.join(', ')}: ${revisions}`, next)];
};

const numbersOf = ({ body }: Answered): readonly string[] => listIn(body) ?? [];

const reasonOf = (answer: Expectation['answer']): string | undefined =>
  answer.kind === 'empty' ? answer.reason : undefined;

/** And not for what agents are doing. */
const isByRule = (reason: string | undefined): boolean => reason === 'closed' || reason === 'blocked';

const leftOut = (numbers: readonly string[]): Finding =>
  note(
    `the primary leaves out ${numbers.join(', ')} now, whom the fallback would ring: on other calls, paused, or one at a time`,
  );

const notYet = (numbers: readonly string[], { revision }: Answered): Finding =>
  note(
    `the primary, still at revision ${revision}, does not offer ${numbers.join(', ')}: it sees a change within a minute`,
  );

const without = (numbers: readonly string[], others: readonly string[]): string[] =>
  numbers.filter((number) => !others.includes(number));
