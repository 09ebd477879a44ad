/** The whole command line, with every command in its place. */
import { Command } from 'commander';
import { agentCommand } from './commands/agent.ts';
import { applyCommand } from './commands/apply.ts';
import { benchCommand } from './commands/bench.ts';
import { callCommand } from './commands/call.ts';
import { callsCommand } from './commands/calls.ts';
import { addCompletion } from './commands/completion.ts';
import { drillCommand } from './commands/drill.ts';
import { explainCommand } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { forgetCommand } from './commands/forget.ts';
import { historyCommand } from './commands/history.ts';
import { keysCommand } from './commands/keys.ts';
import { overrideCommand } from './commands/override.ts';
import { planCommand } from './commands/plan.ts';
import { poolCommand } from './commands/pool.ts';
import { rollbackCommand } from './commands/rollback.ts';
import { serveCommand } from './commands/serve.ts';
import { statsCommand } from './commands/stats.ts';
import { validateCommand } from './commands/validate.ts';
import { examples } from './terminal/examples.ts';
import { bold, harmless, red, unpainted } from './terminal/paint.ts';

export const createProgram = (): Command => {
  const program = new Command('dial-whom')
    .description('Whom shall Exotel dial? Run it, call it, and manage its number pools.')
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom serve', 'the whole system on this machine'],
        ['npx dial-whom call --applet main', 'a call, as Exotel would hold it'],
        ['npx dial-whom plan', 'what pools.yaml would change'],
        ['npx dial-whom pool add --help', 'each command has examples'],
      ),
    )
    .exitOverride()
    .configureHelp({ styleTitle: bold });
  const { getOutHasColors, getErrHasColors } = program.configureOutput();
  program.configureOutput({
    writeOut: (text) => process.stdout.write(harmless(getOutHasColors?.() ? text : unpainted(text))),
    writeErr: (text) => process.stderr.write(harmless(getErrHasColors?.() ? text : unpainted(text))),
    outputError: (text, write) => write(red(text)),
  });
  for (const command of [
    serveCommand,
    callCommand,
    callsCommand,
    statsCommand,
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
    forgetCommand,
    benchCommand,
  ])
    mount(program, command());
  addCompletion(program);
  pointToHelp(program);
  return program;
};

/** Where options and examples of the very command are that was written wrongly. */
const pointToHelp = (command: Command, parents: readonly string[] = []): void => {
  const path = [...parents, command.name()];
  command.showHelpAfterError(`(see npx ${path.join(' ')} --help)`);
  for (const inner of command.commands) pointToHelp(inner, path);
};

/** In a tree made of finished commands nothing is handed down by itself. */
const mount = (parent: Command, command: Command): void => {
  parent.addCommand(command.copyInheritedSettings(parent));
  for (const inner of command.commands) inner.copyInheritedSettings(command);
};
