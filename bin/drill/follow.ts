/** Will the fallback follow the table, and what is to be done where it does not? Pure. */
import { firstOf } from '../../functions/domain/listed.ts';
import type { Answered } from './agreement.ts';
import { type Finding, note, problem } from './finding.ts';
import type { Place } from './place.ts';
import type { Publishing } from './publishing.ts';

/** `standing`: the revision of the table, as far as it is known. */
export const findingsOfPublishing = (
  { revision: published }: Pick<Answered, 'revision'>,
  publishing: Publishing,
  standing: number | undefined,
): Finding[] => {
  const revision = publishing.kind === 'unknown' ? standing : publishing.revision;
  if (published !== undefined && revision !== undefined && published > revision) {
    const ahead = `the fallback is at revision ${published}, ahead of the table, which is at revision ${revision}`;
    return [problem(ahead, 'check that the table and both URLs are of one stage: the outputs of one cdk deploy')];
  }
  if (publishing.kind === 'refuses') return [refusal(published, publishing)];
  if (published === undefined || published === revision) return [];
  const apart = `the snapshot is of revision ${published}, the table is at revision ${revision ?? 'unknown'}`;
  return publishing.kind === 'takes'
    ? [note(`${apart}: it should follow within two minutes`)]
    : [note(`${apart}; nobody can say whether the publisher takes it: ${publishing.why}`)];
};

type Refusal = Extract<Publishing, { kind: 'refuses' }>;

const refusal = (published: number | undefined, refused: Refusal): Finding => {
  const objections = firstOf(refused.objections).join('; ');
  const what =
    published === refused.revision
      ? `the publisher refuses what was edited by hand since revision ${published} was applied: ${objections}`
      : `the publisher refuses the table at revision ${refused.revision}: ${objections}; the fallback goes on with ${
          published === undefined ? 'what it has' : `revision ${published}`
        }`;
  return problem(what, cureOf(refused));
};

const cureOf = ({ isForceable }: Refusal): string =>
  isForceable
    ? 'put it back with apply, or, if it is meant, apply once more with --force'
    : 'correct it in the pools file and apply it: the publisher takes this not even with --force';

/** For a fallback that does not answer as the configuration of revision `standing` would have it. */
export const nextOf = (
  { revision: published }: Pick<Answered, 'revision'>,
  publishing: Publishing | undefined,
  standing: number | undefined,
  place: Place,
): string => {
  if (publishing?.kind === 'refuses') return cureOf(publishing);
  const soon = standing === published ? place.followsHand : 'a change should be there within two minutes';
  return `${soon}: drill again then; if it stays, ${place.lookAtPublisher}`;
};

/** Instead of `otherwise`, where the publisher refuses the table: the rest comes of that. */
export const nextUnlessRefused = (publishing: Publishing | undefined, otherwise: string): string =>
  publishing?.kind === 'refuses' ? cureOf(publishing) : otherwise;
