import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readContext, readStored, writeStored } from '../../bin/keys/context-file.ts';
import { aProject, hashOf, stored } from './a-project.ts';

const file = 'cdk.context.json';
const one = hashOf('11111111');
const two = hashOf('22222222');
const hashes = { primary: [one], fallback: [one], events: [one, two] };

describe('the file of hashes', () => {
  it('need not be there: nothing is stored, and the first key makes it', () => {
    const { folder, text } = aProject();
    expect(stored(folder).hashes).toEqual({ primary: [], fallback: [], events: [] });
    expect(writeStored(stored(folder), hashes)).toMatchObject({ kind: 'stored', hashes });
    expect(text(file)).toBe(`${JSON.stringify({ keyHashes: hashes }, null, 2)}\n`);
  });

  it('keeps every other entry, and leaves nothing beside it', () => {
    const others = { 'vpc-provider:account=1': { vpcId: 'v' }, '@aws-cdk/core:x': false };
    const { folder, text } = aProject({ [file]: JSON.stringify({ ...others, keyHashes: two, last: [1, null] }) });
    writeStored(stored(folder), hashes);
    expect(JSON.parse(text(file))).toEqual({ ...others, keyHashes: hashes, last: [1, null] });
    expect(Object.keys(JSON.parse(text(file)))).toEqual([...Object.keys(others), 'keyHashes', 'last']);
    expect(readdirSync(folder)).toEqual([file]);
  });

  it.each([
    ['a string', `${one},${two}`],
    ['a list', [one, two]],
    ['an object', { primary: [one, two], fallback: `${one},${two}`, events: [one, two] }],
  ])('may hold them as %s, as -c may', (_, keyHashes) => {
    const { folder } = aProject({ [file]: JSON.stringify({ keyHashes }) });
    expect(stored(folder).hashes).toEqual({ primary: [one, two], fallback: [one, two], events: [one, two] });
  });

  it('keeps its mode, and stays where a link leads to', () => {
    const { folder, path, text } = aProject({ 'elsewhere.json': '{}' });
    chmodSync(path('elsewhere.json'), 0o600);
    symlinkSync('elsewhere.json', path(file));
    writeStored(stored(folder), hashes);
    expect(lstatSync(path(file)).isSymbolicLink()).toBe(true);
    expect(JSON.parse(text('elsewhere.json'))).toEqual({ keyHashes: hashes });
    expect(statSync(path('elsewhere.json')).mode & 0o777).toBe(0o600);
  });
});

describe('a file that cannot be used is named with what was found and what is allowed', () => {
  it.each([
    ['broken JSON', '{\n "secret": dw_secret', /cdk\.context\.json is not JSON.*: correct it/],
    ['nothing', '', /cdk\.context\.json is not JSON.*: correct it/],
    ['a list', '["dw_secret"]', /cdk\.context\.json holds a list: it must hold a JSON object, such as {}$/],
    ['null', 'null', /cdk\.context\.json holds null: it must/],
    [
      'a key where its hash belongs',
      '{"keyHashes":{"events":["dw_secret"]}}',
      /cdk\.context\.json: CDK context keyHashes\.events, entry 1, is not a key hash \(it has 9 characters\).*64 hex/,
    ],
    ['an unknown side', '{"keyHashes":{"primry":[]}}', /keyHashes has the unknown entry "primry"\. Use primary, /],
    ['a number', '{"keyHashes":7}', /cdk\.context\.json: CDK context keyHashes must be a list or a comma-separated/],
  ])('%s', (_, content, why) => {
    const { folder } = aProject({ [file]: content });
    const found = readStored(folder);
    expect(found).toEqual({ kind: 'refused', why: expect.stringMatching(why) });
    expect(found).toEqual({ kind: 'refused', why: expect.not.stringContaining('secret') });
  });

  it('a folder in its place', () => {
    const { folder, path } = aProject();
    mkdirSync(path(file));
    expect(readContext(folder)).toEqual({ kind: 'refused', why: `${path(file)} cannot be read (EISDIR)` });
  });

  it('cdk.json with hashes of its own, which would hide what is kept', () => {
    const { folder } = aProject({ 'cdk.json': JSON.stringify({ context: { keyHashes: [one] } }) });
    expect(readStored(folder)).toMatchObject({
      why: expect.stringMatching(
        /cdk\.json: context\.keyHashes comes before that of cdk\.context\.json.*move it there/,
      ),
    });
  });
});

describe('nothing is changed, and it is said why, when', () => {
  it('the file is read-only', () => {
    const { folder, path, text } = aProject({ [file]: '{}' });
    chmodSync(path(file), 0o444);
    expect(writeStored(stored(folder), hashes)).toEqual({
      kind: 'refused',
      why: `${path(file)} is read-only: nothing was changed. To allow it: chmod u+w`,
    });
    expect(text(file)).toBe('{}');
  });

  it('its folder is gone', () => {
    const { folder, path } = aProject();
    expect(writeStored(stored(`${folder}/gone`), hashes)).toEqual({
      kind: 'refused',
      why: `${path('gone')}/${file} cannot be written (ENOENT): nothing was changed`,
    });
  });

  it('somebody else wrote it since it was read', () => {
    const { folder, path, text } = aProject({ [file]: '{}' });
    const mine = stored(folder);
    writeFileSync(path(file), '{"theirs":1}');
    expect(writeStored(mine, hashes)).toMatchObject({
      why: expect.stringMatching(/changed by somebody else meanwhile/),
    });
    expect(text(file)).toBe('{"theirs":1}');
    expect(readdirSync(folder)).toEqual([file]);
  });
});
