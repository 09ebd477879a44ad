import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Every module of `functions/` with what it imports: paths from the root, or package names. */
const modules = readdirSync(join(root, 'functions'), { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile() && file.name.endsWith('.ts'))
  .map((file) => {
    const path = join(file.parentPath, file.name);
    const imports = [...readFileSync(path, 'utf8').matchAll(/(?:from |^import |import\()'([^'\n]+)'/gm)].map(
      ([, name = '']) => (name.startsWith('.') ? relative(root, resolve(file.parentPath, name)) : name),
    );
    return { path: relative(root, path), imports };
  });

const importsOf = (folder: string) =>
  modules
    .filter(({ path }) => path.startsWith(`functions/${folder}`))
    .flatMap(({ path, imports }) => imports.map((name) => `${path} -> ${name}`));

describe('time and chance', () => {
  it('are read in one place each, so that every decision can be replayed', () => {
    const readers = modules.filter(({ path }) =>
      /\b(Date\.now|performance\.now|Math\.random|new Date\(\))/.test(readFileSync(join(root, path), 'utf8')),
    );
    expect(readers.map(({ path }) => path)).toEqual(['functions/runtime/chance.ts', 'functions/runtime/clock.ts']);
  });
});

describe('imports', () => {
  it('are found', () => {
    expect(modules.length).toBeGreaterThan(20);
    expect(importsOf('').length).toBeGreaterThan(50);
  });

  it('of the domain lead nowhere but to itself, and to libphonenumber-js in one file', () => {
    const out = importsOf('domain/').filter((line) => !line.includes('-> functions/domain/'));
    expect(out).toEqual(['functions/domain/number-policy.ts -> libphonenumber-js/max']);
  });

  it('never leave functions/ for infrastructure or the CLI', () => {
    expect(importsOf('').filter((line) => /-> (lib|bin|test)\/|-> (aws-cdk-lib|constructs)/.test(line))).toEqual([]);
  });

  it('of the AWS SDK stand in the adapters only', () => {
    const sdk = importsOf('').filter((line) => /-> @(aws-sdk|smithy)\//.test(line));
    expect(sdk.filter((line) => !line.startsWith('functions/adapters/'))).toEqual([]);
    expect(sdk.length).toBeGreaterThan(0);
  });

  it('of the adapters stand in the adapters and in the wiring of the functions only', () => {
    const uses = importsOf('').filter((line) => line.includes('-> functions/adapters/'));
    expect(uses.filter((line) => !/^functions\/(adapters\/|[a-z]+\/index\.ts)/.test(line))).toEqual([]);
  });

  it.each([
    [
      'fallback',
      ['@dial-whom/floor', '@middy/core', 'aws-lambda'],
      [
        'http-exchange',
        'memory-age',
        'sha256',
        'signature',
        'signed-request',
        'snapshot-bucket',
        'snapshot-cache',
        'snapshot-text',
      ],
    ],
    ['canary', ['aws-lambda'], ['http-exchange', 'parameter', 'sha256', 'signature', 'signed-request']],
  ])('never lead from the %s to DynamoDB, however far they are followed', (name, packages, adapters) => {
    const reached = new Set([`functions/${name}/index.ts`]);
    // Grows while it is walked.
    for (const path of reached) {
      for (const name of modules.find((module) => module.path === path)?.imports ?? []) reached.add(name);
    }
    const outside = [...reached].filter((name) => !name.startsWith('functions/') && !name.startsWith('node:'));
    expect(outside.sort()).toEqual(packages);
    expect([...reached].filter((name) => name.startsWith('functions/adapters/')).sort()).toEqual(
      adapters.map((name) => `functions/adapters/${name}.ts`),
    );
  });

  it('of the adapters lead to the domain, to deadlines, and to the clock and the dice, which the SDK is not handed either', () => {
    const uses = importsOf('adapters/').filter((line) => /-> functions\/(?!adapters|domain)/.test(line));
    expect(uses.sort()).toEqual([
      'functions/adapters/gathered-reads.ts -> functions/runtime/deadline.ts',
      'functions/adapters/lambda-dynamodb.ts -> functions/runtime/chance.ts',
      'functions/adapters/lambda-dynamodb.ts -> functions/runtime/clock.ts',
    ]);
  });

  it('of the http layer lead to the domain, and never to a function', () => {
    expect(importsOf('http/').filter((line) => /-> functions\/(primary|fallback|adapters|runtime)/.test(line))).toEqual(
      [],
    );
  });
});
