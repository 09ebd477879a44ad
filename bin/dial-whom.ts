#!/usr/bin/env node
/** The command line. Exit codes: 0 done, 1 found a problem or was refused, 2 wrong usage. */
import { type Command, CommanderError, program } from 'commander';
import { agentCommand } from './commands/agent.ts';
import { applyCommand } from './commands/apply.ts';
import { benchCommand } from './commands/bench.ts';
import { callCommand } from './commands/call.ts';
import { callsCommand } from './commands/calls.ts';
import { drillCommand } from './commands/drill.ts';
import { explainCommand } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { historyCommand } from './commands/history.ts';
import { keysCommand } from './commands/keys.ts';
import { overrideCommand } from './commands/override.ts';
import { planCommand } from './commands/plan.ts';
import { poolCommand } from './commands/pool.ts';
import { rollbackCommand } from './commands/rollback.ts';
import { serveCommand } from './commands/serve.ts';
import { validateCommand } from './commands/validate.ts';
import { describeError } from './describe-error.ts';
import { UsageError } from './usage-error.ts';

program
  .name('dial-whom')
  .description('Whom shall Exotel dial? Run it, call it, and manage its number pools.')
  .showHelpAfterError('(see dial-whom --help)')
  .exitOverride();
for (const command of [
  serveCommand,
  callCommand,
  callsCommand,
  explainCommand,
  drillCommand,
  agentCommand,
  overrideCommand,
  poolCommand,
  validateCommand,
  planCommand,
  applyCommand,
  exportCommand,
  historyCommand,
  rollbackCommand,
  keysCommand,
  benchCommand,
])
  mount(command());

// Whoever reads our output may stop reading: `dial-whom call | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function mount(command: Command): void {
  program.addCommand(command.copyInheritedSettings(program));
  for (const inner of command.commands) inner.copyInheritedSettings(command);
}

/** Prints what was not printed yet and names the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const line = error instanceof UsageError ? error.message : describeError(error);
  process.stderr.write(`${line ?? (error instanceof Error ? error.stack : String(error))}\n`);
  return error instanceof UsageError ? error.exitCode : 1;
}
