/**
 * `npm run test:deploy`: what `cdk deploy` makes is made in an AWS emulator, by the real CDK CLI, and calls are held
 * through it. Ends with `N passed, N failed`; exit code 1 when something failed or is missing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../support/toolbox.ts';
import { showDeployment } from './deployment.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { installEmulator } from './install.ts';
import { endAll } from './process.ts';
import { CannotGoOn, createSteps, print } from './steps.ts';

const folder = mkdtempSync(join(tmpdir(), 'dial-whom-deploy-'));
let emulator: Emulator | undefined;

const cleanUp = async (): Promise<void> => {
  await endAll();
  rmSync(folder, { recursive: true, force: true });
};

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => void cleanUp().finally(() => process.exit(code)));
}

/** The exit code: 0 when everything passed. */
const show = async (): Promise<number> => {
  const startedMs = performance.now();
  const steps = createSteps();
  const python = installEmulator();
  try {
    emulator = await steps.step(`${python.emulator} on Python ${python.version} answers on 127.0.0.1`, () =>
      startEmulator(python, folder),
    );
    print(`  at ${emulator.endpoint}, pid ${emulator.pid}`);
    await showDeployment({ steps, emulator, python, folder });
  } catch (error) {
    if (error instanceof CannotGoOn) print('what follows builds on this and was not run');
    else await steps.check('nothing unforeseen happens between the steps', () => Promise.reject(error));
  }
  const { passed, failed } = steps.counts();
  if (failed > 0 && emulator) print(`the emulator's last words:\n${emulator.lastWords()}`);
  print(`took ${Math.round((performance.now() - startedMs) / 1_000)} s\n\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
};

await main(async () => {
  try {
    return await show();
  } finally {
    await cleanUp();
  }
});
