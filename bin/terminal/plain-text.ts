/** Texts that people write and others read on a terminal: names, notes and reasons, on one line and without tricks. */
import { InvalidArgumentError } from 'commander';
import { UsageError } from '../usage-error.ts';

/** What a terminal obeys instead of showing it, and what turns the direction of the text behind it. */
export const tricks = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

export const isPlain = (text: string): boolean => !tricks.test(text);

/** What is read in a list of many, such as that of revisions. */
const mostCharacters = 1_000;

/** Of an option. */
export const plainText = (text: string): string => {
  // Not as commander refuses an option: it would print all of it.
  if (text.length > mostCharacters) {
    const [most, given] = [mostCharacters, text.length].map((count) => count.toLocaleString('en'));
    throw new UsageError(
      `a text of at most ${most} characters is taken, and "${text.slice(0, 40)}…" has ${given}: shorten it`,
      2,
    );
  }
  if (isPlain(text)) return text;
  throw new InvalidArgumentError('Write one line, without control characters.');
};
