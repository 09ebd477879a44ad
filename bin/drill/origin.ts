/** From what did the fallback answer, and how old is that? Pure. */
import { wrongUrlIn } from '../../functions/domain/probe.ts';
import { snapshotTimes } from '../../functions/domain/snapshot.ts';
import type { Answered } from './agreement.ts';
import { ageOf, type Finding, note, problem } from './finding.ts';
import { nextUnlessRefused } from './follow.ts';
import type { Place } from './place.ts';
import type { Publishing } from './publishing.ts';

export type OriginContext = {
  readonly place: Place;
  readonly publishing?: Publishing | undefined;
  /** By the table nobody is on duty. */
  readonly isLastResortDue?: boolean;
};

export const findingsOfOrigin = (answered: Answered, context: OriginContext): Finding[] => {
  const { place, publishing, isLastResortDue } = context;
  switch (answered.source) {
    case 'snapshot':
      return findingsOfAge(answered, context);
    case 'floor':
      return [noSnapshot(context)];
    case 'last-resort':
      return [
        ...(answered.revision === undefined ? [noSnapshot(context)] : findingsOfAge(answered, context)),
        isLastResortDue && wrongUrlIn('fallback', answered) === undefined
          ? note('nobody is on duty: the fallback offers the last resort')
          : lastResort(nextUnlessRefused(publishing, `check the applet; if it is applied, ${place.lookAtPublisher}`)),
      ];
    default:
      return [
        problem(
          'the fallback does not say what it answers from',
          'check that this is the Fallback URL: the output FallbackUrl of cdk deploy, and the applet',
        ),
      ];
  }
};

const findingsOfAge = ({ revision, ageSeconds = 0 }: Answered, { place, publishing }: OriginContext): Finding[] => {
  if (ageSeconds <= snapshotTimes.oldSeconds) return [];
  const what = `the snapshot of revision ${revision} is ${ageOf(ageSeconds)} old; it should be renewed every 5 minutes`;
  const look = `${place.lookAtPublisher}; SnapshotRefused: it would not publish the table`;
  return [problem(what, nextUnlessRefused(publishing, look))];
};

const noSnapshot = ({ place, publishing }: OriginContext): Finding =>
  problem(
    'the fallback answers from its floor, the pools file as it was deployed: no snapshot has reached it',
    nextUnlessRefused(
      publishing,
      `look for "snapshot not refreshed" in its log, and ${place.lookAtPublisher}: has it published?`,
    ),
  );

export const lastResort = (next: string): Finding =>
  problem(
    'the fallback answers with the last resort: it knows no such applet, or nobody there who may be dialled',
    next,
  );
