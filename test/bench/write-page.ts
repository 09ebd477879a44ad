/** `npm run docs:performance`: writes the tables and the picture once more, after `npm run --silent bench -- --json > docs/performance.json`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { page, pageFile, picture, pictureFile } from './page.ts';

writeFileSync(pageFile, page(readFileSync(pageFile, 'utf8')));
writeFileSync(pictureFile, picture());
console.log(`${pageFile}\n${pictureFile}`);
