#!/usr/bin/env node
/** The command line. Exit codes: 0 done, 1 found a problem or was refused, 2 wrong usage. */
import { CommanderError } from 'commander';
import { keepCompiled } from './compile-cache.ts';
import { describeError } from './describe-error.ts';
import { red } from './terminal/paint.ts';
import { UsageError } from './usage-error.ts';

keepCompiled();
const { createProgram } = await import('./program.ts');

// Whoever reads our output may stop reading: `dial-whom call | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`what is printed cannot be written (${error.code}): it is not whole\n`);
  process.exit(1);
});

const program = createProgram();
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Prints what was not printed yet and names the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const line = error instanceof UsageError ? error.message : describeError(error);
  const text = line ?? (error instanceof Error ? error.stack : String(error));
  program.configureOutput().writeErr?.(`${red(String(text))}\n`);
  return error instanceof UsageError ? error.exitCode : 1;
}
