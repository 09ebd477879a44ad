/** `npm run docs:dashboard`: draws the picture in `docs/` once more, after a change of the dashboard. */
import { writeFileSync } from 'node:fs';
import { drawDashboard, pictureFile } from './dashboard-picture.ts';

writeFileSync(pictureFile, drawDashboard());
console.log(pictureFile);
