import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { page, pageFile, picture, pictureFile } from './page.ts';

it('docs/performance.md has the figures of docs/performance.json; after a change npm run docs:performance writes them', () => {
  const text = readFileSync(pageFile, 'utf8');
  expect(text).toBe(page(text));
});

it('its picture is drawn from the same figures', () => {
  expect(readFileSync(pictureFile, 'utf8')).toBe(picture());
});
