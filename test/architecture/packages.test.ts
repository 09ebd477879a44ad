/** What is installed: exactly what the lock file says, from a registry, unchanged. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));

type Named = Readonly<Record<string, string>>;
type Locked = {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly inBundle?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
};
const project = read('package.json') as {
  readonly dependencies: Named;
  readonly devDependencies: Named;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};
const { packages } = read('package-lock.json') as { readonly packages: Readonly<Record<string, Locked>> };
const locked = Object.entries(packages).filter(([path]) => path !== '');

it('the lock file fits package.json: npm ci takes it', async () => {
  const dry = ['ci', '--dry-run', '--ignore-scripts', '--offline', '--no-audit', '--no-fund'];
  await expect(promisify(execFile)('npm', dry, { cwd: root })).resolves.toBeDefined();
});

it('every package is a version of a registry with its hash: none is from git, a URL, a folder, or under another name', () => {
  for (const [name, range] of Object.entries({ ...project.dependencies, ...project.devDependencies })) {
    expect(range, name).toMatch(/^\^?\d+\.\d+\.\d+$/);
  }
  for (const [path, { version, resolved, integrity, inBundle, link }] of locked) {
    expect([version, link], path).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+/), undefined]);
    if (resolved !== undefined) expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    // What a package brings within itself is under the hash of that package.
    if (!inBundle) expect(integrity, path).toMatch(/^sha512-/);
  }
});

it('what writes templates and bundles is pinned, so that a deployment changes only with the lock and on purpose', () => {
  for (const name of ['aws-cdk', 'aws-cdk-lib', 'esbuild', '@biomejs/biome']) {
    expect(project.devDependencies[name], name).toMatch(/^\d/);
  }
});

it('only packages that are named may run a script when they are installed', () => {
  const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
  const names = scripted.map((path) => path.split('node_modules/').at(-1));
  // fsevents is for macOS, and its script is not needed.
  expect(names.filter((name) => name !== 'fsevents' && !project.allowScripts[name ?? ''])).toEqual([]);
});
