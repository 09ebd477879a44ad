import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createProgram } from '../../bin/program.ts';

const root = join(import.meta.dirname, '../..');
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);

/** `npm ci` puts it on no PATH. */
it('whoever is told to run a command of ours can paste it', () => {
  const names = createProgram().commands.map((command) => command.name());
  const bare = new RegExp(`(?<!npx )(?<![\\w./-])dial-whom (?:${names.join('|')})\\b`);
  const sources = ['bin', 'functions', 'lib'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const told = [...pages, ...sources].flatMap((name) =>
    readFileSync(join(root, name), 'utf8')
      .split('\n')
      .filter((line) => !/^\s*(?:\/\*\*|\*|\/\/) /.test(line) && bare.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(told).toEqual([]);
});

/** What is given by `-c` lapses with the next deployment that leaves it out, which may take the pasted URLs with it. */
it.each(pages)('%s deploys with nothing but the stage on the command line', (page) => {
  const deployments = readFileSync(join(root, page), 'utf8').match(/cdk deploy [^\n`]*/g) ?? [];
  expect(deployments.filter((line) => / -c (?!stage=)/.test(line))).toEqual([]);
});

it('the README says what is to be replaced before a deployment, and where what a stage is told is kept', () => {
  const [, deploying = ''] = readFileSync(join(root, 'README.md'), 'utf8').split('## Deploy it\n');
  const [before = '', ...after] = deploying.split('npx cdk deploy');
  expect(before).toMatch(/replace .*numbers .*`pools\.yaml`/);
  expect(after.join('')).toMatch(/\n\| context.*`cdk\.context\.json`.*lapses/);
});

it.each(pages)('%s names no file of ours that is not there', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const named = text.match(/(?<=`)(?:bin|functions|lib|test)\/[\w/.-]+\.ts(?=`)/g) ?? [];
  const linked = [...text.matchAll(/\]\(([\w./-]+\.\w+)(?:#[\w-]+)?\)/g)].map(([, to]) => join(page, '..', to ?? ''));
  expect([...named, ...linked].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
