/** Files of JSON that others write as well: read whole, and replaced at once or not at all. */
import { attempt, type Refused, readText, refused, replace } from '../whole-file.ts';

export type JsonFile = {
  readonly kind: 'file';
  readonly path: string;
  /** As it was read; `undefined` when there is no such file. */
  readonly text: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
};

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
