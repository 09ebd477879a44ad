import { type Config, entry } from './config.ts';
import type { Finding } from './finding.ts';

/** Are there hours of that name? */
export const checkHours = (name: string | undefined, path: Finding['path'], hours: Config['hours']): Finding[] =>
  name === undefined || entry(hours, name) !== undefined
    ? []
    : [{ path, what: `there are no hours ${name}`, cure: `add ${name} under hours, or correct the name` }];
