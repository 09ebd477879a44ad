import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);

it.each(pages)('%s names no file of ours that is not there', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const named = text.match(/(?<=`)(?:bin|functions|lib|test)\/[\w/.-]+\.ts(?=`)/g) ?? [];
  const linked = [...text.matchAll(/\]\(([\w./-]+\.\w+)(?:#[\w-]+)?\)/g)].map(([, to]) => join(page, '..', to ?? ''));
  expect([...named, ...linked].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
