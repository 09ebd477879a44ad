/** What the peers are made of, installed once for each pin of its versions. */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, runTool } from '../support/toolbox.ts';

const pins = join(import.meta.dirname, 'peers');

/** The folder it is in. */
export const peerPackages = (): string =>
  cached('bench-peers', readFileSync(join(pins, 'package-lock.json'), 'utf8'), (folder) => {
    for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(pins, file), join(folder, file));
    runTool(
      'npm',
      ['ci'],
      folder,
      'The peers of the bench could not be installed: they need the network for this once.',
    );
  });
