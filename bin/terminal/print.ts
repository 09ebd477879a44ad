/** What commands say: results on stdout, a text or JSON; warnings and faults on stderr, a line each. */
import type { Command } from 'commander';
import { yellow } from './paint.ts';

export const print = (command: Command, what: unknown): void => {
  command.configureOutput().writeOut?.(textOf(what));
};

/** A text as it is, all else as JSON. */
export const textOf = (what: unknown): string =>
  typeof what === 'string' ? what : `${JSON.stringify(what, null, 2)}\n`;

export const warn = (command: Command, warnings: readonly string[]): void =>
  complain(
    command,
    warnings.map((warning) => `${yellow('warning:')} ${warning}`),
  );

export const complain = (command: Command, lines: readonly string[]): void => {
  command.configureOutput().writeErr?.(lines.map((line) => `${line}\n`).join(''));
};
