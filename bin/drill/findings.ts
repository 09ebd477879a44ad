/** What two answers to one question, and a look at the table, tell of the fallback. Pure. */
import { type Asked, faultOf } from '../../functions/domain/probe.ts';
import { type Answered, compareFallback, comparePrimary, compareWithEachOther } from './agreement.ts';
import type { TableView } from './expectation.ts';
import { type Answers, faultsOf, swapOf } from './faults.ts';
import { type Finding, note, problem } from './finding.ts';
import { findingsOfPublishing, nextOf } from './follow.ts';
import { findingsOfNoApplet } from './no-applet.ts';
import { findingsOfOrigin } from './origin.ts';
import type { Place } from './place.ts';
import type { Publishing } from './publishing.ts';

export type Context = {
  readonly view: TableView;
  /** Where the table could be read and the fallback has answered. */
  readonly publishing?: Publishing | undefined;
  readonly place: Place;
};

export const findingsOf = (answers: Answers, context: Context): Finding[] => {
  const swap = swapOf(answers);
  if (swap !== undefined) return [swap];
  const { view, publishing, place } = context;
  const [primary, fallback] = [usable(answers.primary), usable(answers.fallback)];
  if (view.kind === 'no-applet') return findingsOfNoApplet(answers, fallback, { ...context, view });
  const faults = [...faultsOf(answers, place), ...degradedIn(primary), ...faultsOfTable(view)];
  if (fallback === undefined) return faults;
  const standing = view.kind === 'expected' ? view.revision : primary?.revision;
  const next = nextOf(fallback, publishing, standing, place);
  if (view.kind !== 'expected') {
    return [...faults, ...findingsOfOrigin(fallback, { place }), ...comparedBlindly(primary, fallback, view, next)];
  }
  return [
    ...faults,
    ...(publishing === undefined ? [] : findingsOfPublishing(fallback, publishing, view.revision)),
    ...findingsOfOrigin(fallback, { place, publishing, isLastResortDue: view.isLastResort }),
    ...(primary === undefined ? [] : comparePrimary(primary, view)),
    compareFallback(fallback, view, { next, primary }),
  ];
};

const usable = (asked: Asked): Answered | undefined =>
  asked.kind === 'answered' && faultOf(asked) === undefined ? asked : undefined;

/** The caller gets numbers, and nobody may be sure of them. */
const degradedIn = (primary: Answered | undefined): Finding[] =>
  primary?.degraded === undefined
    ? []
    : [
        problem(
          `the primary answers, but not as it should: degraded, ${primary.degraded}`,
          'look at the table: its throttles, its permissions, and in the log of the primary for the cause',
        ),
      ];

const faultsOfTable = (view: TableView): Finding[] =>
  view.kind === 'unreadable'
    ? [
        problem(
          `the table cannot be read: ${view.why}`,
          'mend that and drill again: until then the answers are only compared with each other',
        ),
      ]
    : [];

const comparedBlindly = (
  primary: Answered | undefined,
  fallback: Answered,
  view: TableView,
  next: string,
): Finding[] => {
  if (primary !== undefined) return compareWithEachOther(primary, fallback, next);
  const cure = view.kind === 'unnamed' ? ': name the table with --table' : '';
  return [note(`nobody can say whether the answers agree${cure}`)];
};
