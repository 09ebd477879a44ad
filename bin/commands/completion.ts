/** `dial-whom completion`: what a shell needs to complete commands, options, and names of the pools file. */
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { namesFor } from '../completion/names.ts';
import { functionsFor } from '../completion/shell-functions.ts';
import { examples } from '../terminal/examples.ts';
import { print } from '../terminal/print.ts';

/**
 * Adds it to a program that has all its other commands. The script asks `dial-whom complete -- WORDS...` for candidates;
 * both come from the library, which walks the tree.
 */
export const addCompletion = (program: Command): void => {
  const completions = tab(program, { completionCommandName: 'completion' });
  for (const [path, { arguments: args, options }] of completions.commands) {
    for (const [name, argument] of args) argument.handler ??= namesFor(path, name);
    for (const [name, option] of options)
      option.handler = option.isBoolean ? option.handler : (namesFor(path, name) ?? option.handler);
  }
  program.commands
    .find((command) => command.name() === 'completion')
    ?.description('Print a script that lets a shell complete dial-whom with the tab key')
    .addHelpText(
      'after',
      '\nType dial-whom without npx then. Where it is not installed, the script also defines it, as a function that runs it from here.',
    )
    .addHelpText(
      'after',
      examples(
        ['source <(npx dial-whom completion bash)', 'in bash'],
        ['source <(npx dial-whom completion zsh)', 'in zsh, behind compinit'],
        ['npx dial-whom completion fish | source', 'in fish'],
      ),
    )
    .hook('postAction', (command) => {
      const [shell = ''] = command.args.slice(-1);
      print(command, functionsFor(shell));
    });
};
