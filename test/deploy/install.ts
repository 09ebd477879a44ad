/** The emulator's Python: a virtual environment outside the tree, made once for each set of pinned versions. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached, Missing, runTool } from '../support/toolbox.ts';

const requirements = join(import.meta.dirname, 'requirements.txt');

export type Python = { readonly program: string; readonly version: string; readonly emulator: string };

/** Throws `Missing` where Python or PyPI is. */
export const installEmulator = (): Python => {
  const version = systemPython();
  const pinned = readFileSync(requirements, 'utf8');
  const folder = () => cached('emulator', `${version} ${pinned}`, install);
  // A Python that was upgraded or removed leaves an environment behind that looks whole.
  if (!works(folder())) rmSync(folder(), { recursive: true });
  const emulator = `MiniStack ${/^ministack==(.+)$/m.exec(pinned)?.[1]}`;
  return { program: pythonIn(folder()), version, emulator };
};

const pythonIn = (folder: string) => join(folder, 'bin', 'python');

const works = (folder: string): boolean =>
  spawnSync(pythonIn(folder), ['-c', 'import ministack.core, botocore.session']).status === 0;

const systemPython = (): string => {
  const script = 'import sys; print("%d.%d.%d" % sys.version_info[:3]); sys.exit(sys.version_info < (3, 10))';
  const { status, stdout } = spawnSync('python3', ['-c', script], { encoding: 'utf8' });
  if (status === 0) return stdout.trim();
  const found = stdout ? `python3 is ${stdout.trim()}` : 'there is no python3 on the PATH';
  throw new Missing(`test:deploy needs Python 3.10 or newer for its AWS emulator, and ${found}.`);
};

const install = (folder: string): void => {
  const cure = 'python3 cannot make a virtual environment: on Debian and Ubuntu, apt install python3-venv.';
  runTool('python3', ['-m', 'venv', folder], folder, cure);
  const pip = ['-m', 'pip', '--disable-pip-version-check', '--no-input', '--retries', '1', '--timeout', '20'];
  const { status, stderr } = spawnSync(pythonIn(folder), [...pip, 'install', '-r', requirements], { encoding: 'utf8' });
  if (status === 0) return;
  const reason = stderr.split('\n').find((line) => line.startsWith('ERROR:')) ?? stderr.trim().split('\n').at(-1);
  throw new Missing(`test:deploy cannot install its AWS emulator from PyPI: is the network there? pip says: ${reason}`);
};
