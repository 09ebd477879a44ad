/** Texts that people write and others read on a terminal: names, notes and reasons, on one line and without tricks. */
import { InvalidArgumentError } from 'commander';

/** What a terminal obeys instead of showing it, and what turns the direction of the text behind it. */
export const tricks = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

export const isPlain = (text: string): boolean => !tricks.test(text);

/** Of an option. */
export const plainText = (text: string): string => {
  if (isPlain(text)) return text;
  throw new InvalidArgumentError('Write one line, without control characters.');
};
