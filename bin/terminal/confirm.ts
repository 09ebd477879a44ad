/** Asks before something is lost that nobody may have meant to lose. */
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { UsageError } from '../usage-error.ts';

export type Terminal = { readonly input: Readable; readonly output: Writable };

export type Question = {
  /** What would be lost, a line each; nothing is asked when there is none. */
  readonly lost: readonly string[];
  /** `Apply to dial-whom?` */
  readonly ask: string;
  /** `--yes` was given. */
  readonly yes?: boolean | undefined;
};

/** Whether somebody was asked. Throws a `UsageError` when it may not go ahead: then nothing was changed. */
export const confirm = async (
  { lost, ask, yes = false }: Question,
  terminal: Terminal | undefined = ownTerminal(),
): Promise<boolean> => {
  if (lost.length === 0 || yes) return false;
  const list = ['this would be lost:', ...lost.map((line) => `  ${line}`)].join('\n');
  if (terminal === undefined)
    throw new UsageError(`${list}\nNothing was changed. Meant? Run the same command with --yes`);
  terminal.output.write(`${list}\n`);
  if (!(await isYes(`${ask} [y/N] `, terminal))) throw new UsageError('nothing was changed');
  return true;
};

/** The list is on stderr, which is not what is piped on. */
const ownTerminal = (): Terminal | undefined =>
  process.stdin.isTTY && process.stderr.isTTY ? { input: process.stdin, output: process.stderr } : undefined;

/** The end of the input, and Ctrl-C, are a no. */
const isYes = async (question: string, { input, output }: Terminal): Promise<boolean> => {
  const lines = createInterface({ input, output });
  const ended = new AbortController();
  lines.once('close', () => ended.abort());
  try {
    return /^y(es)?$/i.test((await lines.question(question, { signal: ended.signal })).trim());
  } catch (error) {
    if (ended.signal.aborted) return false;
    throw error;
  } finally {
    lines.close();
  }
};
