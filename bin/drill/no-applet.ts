/** An applet that the table does not have: callers may come with it all the same, and the fallback may still serve it. Pure. */
import { listIn } from '../../functions/domain/phone.ts';
import type { Answered } from './agreement.ts';
import type { TableView } from './expectation.ts';
import { type Answers, faultsOfFallback, faultsOfPrimary } from './faults.ts';
import { type Finding, note, problem } from './finding.ts';
import { findingsOfPublishing, nextOf, nextUnlessRefused } from './follow.ts';
import { findingsOfOrigin } from './origin.ts';
import type { Place } from './place.ts';
import type { Publishing } from './publishing.ts';

type NoApplet = Extract<TableView, { kind: 'no-applet' }>;

type Context = {
  readonly view: NoApplet;
  readonly publishing?: Publishing | undefined;
  readonly place: Place;
};

/** `fallback` is its answer, where it answered as it should. */
export const findingsOfNoApplet = (
  answers: Answers,
  fallback: Answered | undefined,
  { view, publishing, place }: Context,
): Finding[] => {
  const { primary } = answers;
  const status = primary.kind === 'answered' ? primary.status : undefined;
  return [
    // Its 404 says the same as the table.
    ...(status === 404 ? [] : faultsOfPrimary(answers, place)),
    ...faultsOfFallback(answers, place),
    ...(status === 200 ? [note('the primary still serves it: it sees a change within a minute')] : []),
    ...(fallback && publishing ? findingsOfPublishing(fallback, publishing, view.revision) : []),
    ...(fallback && fallback.source !== 'last-resort' ? findingsOfOrigin(fallback, { place, publishing }) : []),
    missing(view, fallback, { publishing, place }),
  ];
};

const missing = (
  { applet, revision }: NoApplet,
  fallback: Answered | undefined,
  { publishing, place }: Omit<Context, 'view'>,
): Finding => {
  const add = 'add it to the pools file and apply it';
  const stands = revision === undefined ? 'in which nothing was applied yet' : `which stands at revision ${revision}`;
  const what = `there is no applet ${applet} in the table, ${stands}`;
  const check = `check the applet; if it is yours, ${add}`;
  if (fallback === undefined) return problem(what, check);
  const numbers = listIn(fallback.body)?.join(', ') || `nobody, reason ${fallback.reason}`;
  return fallback.source === 'last-resort'
    ? problem(`${what}, and the fallback answers with the last resort: ${numbers}`, check)
    : problem(
        `${what}, and the fallback still serves it: ${numbers}`,
        nextUnlessRefused(
          publishing,
          `if it is meant to stay, ${add}; if not: ${nextOf(fallback, publishing, revision, place)}`,
        ),
      );
};
