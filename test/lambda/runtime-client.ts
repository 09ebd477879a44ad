/** AWS's own runtime client for Lambda, built once for each pin of its version. */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, Missing, requireCommands, runTool } from '../support/toolbox.ts';

const pins = join(import.meta.dirname, 'client');

const build = (folder: string): void => {
  requireCommands(
    ['cmake', 'g++', 'make', 'python3', 'tar', 'xz'],
    'aws-lambda-ric builds native code with them (Debian: apt-get install cmake g++ make python3 tar xz-utils).',
  );
  // Where figures are printed as JSON nothing else may be.
  console.error('building aws-lambda-ric, once: about a minute');
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(pins, file), join(folder, file));
  const failure = 'aws-lambda-ric could not be built: it needs the network for this once.';
  runTool('npm', ['ci', '--ignore-scripts=false', '--foreground-scripts'], folder, failure);
  if (!existsSync(join(folder, 'node_modules/aws-lambda-ric/rapid-client.node'))) {
    throw new Missing('aws-lambda-ric was installed but not built: does npm allow its install script?');
  }
};

/** The folder it is in. */
export const runtimeClient = (): string => {
  if (process.platform !== 'linux') throw new Missing('aws-lambda-ric runs on Linux only, as Lambda does');
  return cached('lambda-runtime-client', readFileSync(join(pins, 'package-lock.json'), 'utf8'), build);
};
