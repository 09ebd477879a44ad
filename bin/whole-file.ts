/** Files that are replaced at once or not at all. */
import {
  accessSync,
  constants,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';

export type Refused = { readonly kind: 'refused'; readonly why: string };

export const refused = (why: string): Refused => ({ kind: 'refused', why });

/** `undefined` when there is no such file. */
export const readText = (path: string): string | undefined => {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  return readFileSync(path, 'utf8');
};

/** Who reads meanwhile finds the old file or the new one, never half of one. `before` is what was read of it. */
export const replace = (path: string, before: string | undefined, after: string): Refused | undefined => {
  const target = before === undefined ? path : realpathSync(path);
  const mode = before === undefined ? 0o644 : statSync(target).mode & 0o777;
  // A new file could take its place all the same, but somebody meant it to stay as it is.
  if ((mode & 0o222) === 0) return refused(`${path} is read-only: nothing was changed. To allow it: chmod u+w`);
  if (before !== undefined) accessSync(target, constants.W_OK);
  const draft = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, after, { mode, flush: true });
    if (readText(path) !== before) {
      return refused(`${path} was changed by somebody else meanwhile: nothing was changed, run the command again`);
    }
    renameSync(draft, target);
    return undefined;
  } finally {
    rmSync(draft, { force: true });
  }
};

type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly code: string; readonly place: string };

export const attempt = <T>(work: () => T): Attempt<T> => {
  try {
    return { kind: 'done', value: work() };
  } catch (error) {
    const { code = 'unknown', message } = error as NodeJS.ErrnoException;
    const [place] = /\(line \d+ column \d+\)/.exec(message) ?? [''];
    return { kind: 'failed', code, place: place && ` ${place}` };
  }
};
