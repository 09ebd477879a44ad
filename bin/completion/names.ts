/** Names a user may mean by an argument or an option, from the pools file: a shell waits for no table. */
import { readdirSync } from 'node:fs';
import { loadConfig } from '../pools-file/load.ts';
import { defaultPoolsFile } from '../pools-file/require-config.ts';

type Handler = (complete: (value: string, description: string) => void) => void;

/** `undefined` where there is nothing to offer. */
export const namesFor = (command: string, name: string): Handler | undefined => {
  if (name === 'outputs') return offer(() => filesWith('.json'));
  if (name === 'file') return offer(() => [...filesWith('.yaml'), ...filesWith('.yml')]);
  if (name === 'pool') return offer(() => entriesOf('pools'));
  if (name === 'applet') return offer(() => entriesOf('applets'));
  const isAgent =
    name === 'who' || (name === 'name' && command.startsWith('agent ')) || (name === 'agent' && command !== 'call');
  return isAgent ? offer(() => entriesOf('agents')) : undefined;
};

type Named = readonly (readonly [name: string, description: string])[];

const offer =
  (names: () => Named): Handler =>
  (complete) => {
    for (const [name, description] of names()) complete(name, description);
  };

const entriesOf = (part: 'agents' | 'applets' | 'pools'): Named => {
  const loaded = loadConfig(defaultPoolsFile());
  if (loaded.kind !== 'config') return [];
  return Object.entries(loaded.config[part]).map(([id, one]) => [id, 'name' in one ? one.name : '']);
};

/** Not those that need quotes: the script for bash lets the shell expand what it is offered, and would run `$(…)`. */
const filesWith = (ending: string): Named =>
  readdirSync('.')
    .filter((file) => file.endsWith(ending) && /^[\w.@+-]+$/.test(file))
    .map((file) => [file, '']);
