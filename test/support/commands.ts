/** Commands as `bin/dial-whom.ts` runs them, without a process each. */
import { Command, CommanderError } from 'commander';
import { describeError } from '../../bin/describe-error.ts';
import { createProgram } from '../../bin/program.ts';
import { unpainted } from '../../bin/terminal/paint.ts';
import { UsageError } from '../../bin/usage-error.ts';
import type { Ran } from './cli.ts';

export const runHere = (command: Command, args: readonly string[]): Promise<Ran> => {
  const program = new Command('dial-whom').exitOverride();
  program.addCommand(command);
  return runIn(program, [command.name(), ...args]);
};

/** Any command, by its name. */
export const runProgram = (...args: readonly string[]): Promise<Ran> => runIn(createProgram(), args);

const runIn = async (program: Command, args: readonly string[]): Promise<Ran> => {
  const printed = { out: '', err: '' };
  program.configureOutput({
    writeOut: (text) => {
      printed.out += unpainted(text);
    },
    writeErr: (text) => {
      printed.err += unpainted(text);
    },
  });
  for (const command of program.commands) {
    command.copyInheritedSettings(program);
    for (const inner of command.commands) inner.copyInheritedSettings(command);
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return { code: 0, ...printed };
  } catch (error) {
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, ...printed };
    const line = error instanceof UsageError ? error.message : describeError(error);
    if (line === undefined) throw error;
    return { code: error instanceof UsageError ? error.exitCode : 1, ...printed, err: `${printed.err}${line}\n` };
  }
};
