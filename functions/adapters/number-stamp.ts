/**
 * The mark of numbers that were judged as such that may be dialled (`number-policy.ts`): the answer path, which has no
 * metadata to judge them by, dials none that somebody put into the table without it. Of the numbers alone: what the policy
 * says of them now is for the publisher to see, and a policy that is edited must not silence everybody at once.
 */
import type { Agent } from '../domain/config.ts';
import { type Read, readAgent } from './config-item.ts';
import type { Item } from './item.ts';
import { fingerprintOf } from './sha256.ts';

/** Against mistakes, not against malice: whoever writes items by hand could work it out. */
export const stampOf: (numbers: readonly string[]) => string = fingerprintOf;

/** Only with numbers that were judged. */
export const readStampedAgent: Read<Agent> = Object.assign(
  (item: Item | undefined): Agent | undefined => {
    const agent = readAgent(item);
    return agent !== undefined && item?.stamp === stampOf(agent.numbers) ? agent : undefined;
  },
  { why: (item: Item | undefined) => (readAgent(item) === undefined ? (readAgent.why?.(item) ?? '') : notJudged) },
);

const notJudged =
  'numbers without a stamp: edited by hand and not judged yet, which the publisher does within seconds, or refused: see its log';
