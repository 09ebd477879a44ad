/** What commands say: results on stdout, a text or JSON, and warnings on stderr. */
import type { Command } from 'commander';
import { yellow } from './paint.ts';

export const print = (command: Command, what: unknown): void => {
  command.configureOutput().writeOut?.(typeof what === 'string' ? what : `${JSON.stringify(what, null, 2)}\n`);
};

export const warn = (command: Command, warnings: readonly string[]): void => {
  command.configureOutput().writeErr?.(warnings.map((warning) => `${yellow('warning:')} ${warning}\n`).join(''));
};
