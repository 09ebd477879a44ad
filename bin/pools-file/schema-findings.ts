/** What the schemas of `pools.yaml` object to, as findings. Their messages are what is wrong, a bar, and what to do. */
import type * as z from 'zod';
import type { Finding } from '../../functions/domain/finding.ts';

export type Issue = z.core.$ZodIssue;

/** One a key where several of a map are unknown. */
export const findingsOf = (issue: Issue): Finding[] => {
  // A wrong key of a map is reported inside an issue of the map.
  const inner = issue.code === 'invalid_key' ? issue.issues[0] : undefined;
  const [what = '', cure = 'correct it'] = (inner ?? issue).message.split('|');
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
  return paths.map((at) => ({ path: at, what, cure }));
};
