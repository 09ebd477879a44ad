/** `npm run test:runtime`: the built bundles under AWS's own runtime client for Lambda, which is built once. */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, Missing, main, requireCommands, runSuite, runTool } from '../support/toolbox.ts';

const pins = join(import.meta.dirname, 'client');

const buildClient = (folder: string): void => {
  requireCommands(
    ['cmake', 'g++', 'make', 'python3', 'tar', 'xz'],
    'aws-lambda-ric builds native code with them (Debian: apt-get install cmake g++ make python3 tar xz-utils).',
  );
  console.log('building aws-lambda-ric, once: about a minute');
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(pins, file), join(folder, file));
  const failure = 'aws-lambda-ric could not be built: it needs the network for this once.';
  runTool('npm', ['ci', '--ignore-scripts=false', '--foreground-scripts'], folder, failure);
  if (!existsSync(join(folder, 'node_modules/aws-lambda-ric/rapid-client.node'))) {
    throw new Missing('aws-lambda-ric was installed but not built: does npm allow its install script?');
  }
};

await main(async () => {
  if (process.platform !== 'linux') throw new Missing('aws-lambda-ric runs on Linux only, as Lambda does');
  const folder = cached('lambda-runtime-client', readFileSync(join(pins, 'package-lock.json'), 'utf8'), buildClient);
  return runSuite('test/lambda.config.ts', { LAMBDA_RUNTIME_CLIENT: folder });
});
