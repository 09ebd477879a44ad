/** Files of JSON that others write as well: read whole, and replaced at once or not at all. */
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

export type JsonFile = {
  readonly kind: 'file';
  readonly path: string;
  /** As it was read; `undefined` when there is no such file. */
  readonly text: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
};

export const refused = (why: string): Refused => ({ kind: 'refused', why });

/** What the file holds; a file that is not there holds nothing. Never quotes it: a key may have strayed into it. */
export const readJsonFile = (path: string): JsonFile | Refused => {
  const read = attempt(() => readText(path));
  if (read.kind === 'failed') return refused(`${path} cannot be read (${read.code})`);
  const text = read.value;
  const parsed = attempt((): unknown => JSON.parse((text ?? '{}').replace(/^\uFEFF/, '')));
  if (parsed.kind === 'failed') {
    return refused(`${path} is not JSON${parsed.place}: correct it, or put it back from your version control`);
  }
  if (!isObject(parsed.value)) {
    return refused(`${path} holds ${nameOf(parsed.value)}: it must hold a JSON object, such as {}`);
  }
  return { kind: 'file', path, text, values: parsed.value };
};

/** Sets one entry and leaves the others, in the form in which the CDK writes such files. */
export const writeEntry = (file: JsonFile, name: string, value: unknown): JsonFile | Refused => {
  const values = { ...file.values, [name]: value };
  const text = `${JSON.stringify(values, null, 2)}\n`;
  const written = attempt(() => replace(file.path, file.text, text));
  if (written.kind === 'failed')
    return refused(`${file.path} cannot be written (${written.code}): nothing was changed`);
  return written.value ?? { ...file, text, values };
};

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nameOf = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;

const readText = (path: string): string | undefined => {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  return readFileSync(path, 'utf8');
};

/** Who reads meanwhile finds the old file or the new one, never half of one. */
const replace = (path: string, before: string | undefined, after: string): Refused | undefined => {
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

const attempt = <T>(work: () => T): Attempt<T> => {
  try {
    return { kind: 'done', value: work() };
  } catch (error) {
    const { code = 'unknown', message } = error as NodeJS.ErrnoException;
    const [place] = /\(line \d+ column \d+\)/.exec(message) ?? [''];
    return { kind: 'failed', code, place: place && ` ${place}` };
  }
};
