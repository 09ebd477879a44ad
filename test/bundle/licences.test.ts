/** Whose code is in the bundles, and under which licence: `docs/third-party.md`, and the bill of materials. */
import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleInto, fallbackAliases, floorIn, root, scratch } from './bundle.ts';

const functions = ['primary', 'fallback', 'events', 'publisher', 'canary'] as const;

/** Each asks for no more than to be named. */
const permissive = ['MIT', 'Apache-2.0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause'];

type Shipped = { readonly name: string; readonly licence: string; readonly version: string; readonly in: string[] };
let shipped: Shipped[];
let directory: string;

beforeAll(async () => {
  directory = await scratch();
  const aliases = fallbackAliases(floorIn(directory));
  const users = new Map<string, string[]>();
  for (const folder of functions) {
    const { inputs } = await bundleInto(directory, folder, folder === 'fallback' ? aliases : {});
    const paths = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
    for (const path of new Set(paths)) users.set(path, [...(users.get(path) ?? []), folder]);
  }
  const all = [...users].map(async ([path, folders]) => {
    const { name, version, license } = JSON.parse(await readFile(join(root, path, 'package.json'), 'utf8'));
    return { name, version, licence: license, in: folders } as Shipped;
  });
  shipped = (await Promise.all(all)).sort((one, two) => (one.name < two.name ? -1 : 1));
});
afterAll(() => rm(directory, { recursive: true }));

it('every package in a bundle has a licence that asks for no more than to be named', () => {
  console.log(`licences: ${shipped.map(({ name, version, licence }) => `${name} ${version} ${licence}`).join(', ')}`);
  expect(shipped.filter(({ licence }) => !permissive.includes(licence))).toEqual([]);
});

it('they are named in docs/third-party.md; after a change npx vitest run --project bundle -u writes it', async () => {
  const rows = shipped.map(({ name, licence, in: folders }) => `| ${name} | ${licence} | ${folders.join(', ')} |`);
  const text = `# Whose code is deployed

Packages in the bundles of the functions, besides our own code. Their texts are in \`node_modules/NAME/LICENSE\`; versions
and hashes stand in \`package-lock.json\`, and in the bill of materials that \`npm run --silent sbom\` writes.

| package | licence | in |
|---|---|---|
${rows.join('\n')}
`;
  await expect(text).toMatchFileSnapshot('../../docs/third-party.md');
});

it('the bill of materials has every one of them, with version, hash and licence', async () => {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], {
    cwd: root,
    maxBuffer: 10_000_000,
  });
  const { bomFormat, components } = JSON.parse(stdout) as {
    bomFormat: string;
    components: { name: string; version: string; hashes: object[]; licenses: { license: { id: string } }[] }[];
  };
  expect(bomFormat).toBe('CycloneDX');
  for (const { name, version, licence } of shipped) {
    const component = components.find((one) => one.name === name && one.version === version);
    expect(component?.licenses, name).toEqual([{ license: { id: licence } }]);
    expect(component?.hashes?.length, name).toBe(1);
  }
});
