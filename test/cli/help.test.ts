/** Every command's help ends with examples, and every example is one that the command line takes. */
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../bin/program.ts';

const within = (command: Command): Command[] => [command, ...command.commands.flatMap(within)];

const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

const helpOf = (command: Command): string => {
  const printed: string[] = [];
  command.configureOutput({ writeOut: (text) => printed.push(text) });
  command.outputHelp();
  return printed.join('');
};

/** The lines under `Examples:`, without what they are for. */
const examplesIn = (help: string): string[] => {
  const [, text = ''] = help.split(/^Examples?:\n/m);
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  return lines.map((line) => line.replace(/ # .*$/, '').trim()).filter((line) => line !== '');
};

/** Of a line of shell the parts that run this program, as their arguments. */
const runsIn = (line: string): string[][] => {
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  const runs: string[][] = [[]];
  for (const word of words) {
    if (['&&', '|', '>'].includes(word)) runs.push([]);
    else runs.at(-1)?.push(word.replace(/^<\(|\)$|['"]/g, ''));
  }
  return runs.flatMap((run) => {
    const at = run.indexOf('dial-whom');
    return at < 0 ? [] : [run.slice(at + 1)];
  });
};

/** But for what only the script of a shell calls. */
const all = within(createProgram())
  .filter((command) => command.name() !== 'complete')
  .map((command) => ({ name: nameOf(command), help: helpOf(command) }));

/** Throws what a user would be told. */
const parse = async (args: readonly string[]): Promise<void> => {
  const program = createProgram();
  for (const command of within(program)) {
    command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
    if (command.commands.length === 0) command.action(() => {});
  }
  await program.parseAsync(args, { from: 'user' });
};

describe('help', () => {
  it.each(all)('of $name ends with examples, at least one of which is of that command', ({ name, help }) => {
    expect(examplesIn(help).filter((line) => line.includes(name))).not.toEqual([]);
  });

  const lines = [...new Set(all.flatMap(({ help }) => examplesIn(help)))].map((line) => ({ line }));
  it.each(lines)('has an example that is understood: $line', async ({ line }) => {
    const runs = runsIn(line);
    expect(runs).not.toEqual([]);
    for (const args of runs) {
      if (!args.includes('--help')) await expect(parse(args)).resolves.toBeUndefined();
    }
  });
});
