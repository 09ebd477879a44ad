/** Commands as `bin/dial-whom.ts` runs them, without a process each. */
import { Command, CommanderError } from 'commander';
import { UsageError } from '../../bin/usage-error.ts';
import type { Ran } from './cli.ts';

export const runHere = async (command: Command, args: readonly string[]): Promise<Ran> => {
  const printed = { out: '', err: '' };
  const program = new Command('dial-whom').exitOverride().configureOutput({
    writeOut: (text) => {
      printed.out += text;
    },
    writeErr: (text) => {
      printed.err += text;
    },
  });
  program.addCommand(command.copyInheritedSettings(program));
  for (const inner of command.commands) inner.copyInheritedSettings(command);
  try {
    await program.parseAsync([command.name(), ...args], { from: 'user' });
    return { code: 0, ...printed };
  } catch (error) {
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, ...printed };
    if (!(error instanceof UsageError)) throw error;
    return { code: error.exitCode, ...printed, err: `${printed.err}${error.message}\n` };
  }
};
