import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addHash, retireHash } from '../../bin/keys/change.ts';
import { idOf, makeKey } from '../../bin/keys/key.ts';
import { describeList, describeNew, describeRetired, listKeys } from '../../bin/keys/text.ts';
import { unpainted } from '../../bin/terminal/paint.ts';
import { readKeyHashes } from '../../lib/key-hashes.ts';
import { hashOf } from './a-project.ts';

const [one, two, three] = ['11111111', '22222222', '33333333'].map(hashOf) as [string, string, string];
const sides = ['primary', 'fallback', 'events'] as const;
const all = (...hashes: string[]) => ({ primary: hashes, fallback: hashes, events: hashes });

describe('a key', () => {
  it('is 256 bits of the randomness it is given, in letters that a URL takes as they are', () => {
    const asked: number[] = [];
    const { key, hash } = makeKey((bytes) => {
      asked.push(bytes);
      return new Uint8Array(bytes).fill(0xff);
    });
    expect(asked).toEqual([32]);
    expect(key).toBe(`dw_${'_'.repeat(42)}8`);
    expect(encodeURIComponent(key)).toBe(key);
    expect(hash).toBe(createHash('sha256').update(key).digest('hex'));
  });

  it('is another one each time', () => {
    expect(new Set(Array.from({ length: 100 }, () => makeKey().key)).size).toBe(100);
  });

  it('is never taken for a hash', () => {
    expect(() => readKeyHashes(makeKey().key)).toThrow('is not a key hash (it has 46 characters)');
  });
});

describe('a new key', () => {
  it('joins the older ones of its sides, which stay valid', () => {
    expect(addHash(all(one), two, sides)).toEqual({ kind: 'changed', hashes: all(one, two) });
    expect(addHash(all(one), two, ['events'])).toEqual({
      kind: 'changed',
      hashes: { primary: [one], fallback: [one], events: [one, two] },
    });
  });

  it('is refused where no more fit', () => {
    const twenty = Array.from({ length: 20 }, (_, i) => hashOf(`${i}`.padStart(8, 'a')));
    expect(addHash({ ...all(one), primary: twenty }, two, sides)).toEqual({
      kind: 'refused',
      why: 'primary has 20 keys, which is all that fits: retire one first (npx dial-whom keys list)',
    });
    expect(addHash({ ...all(one), primary: twenty }, two, ['events'])).toMatchObject({ kind: 'changed' });
  });
});

describe('retiring a key', () => {
  const gentle = { lastToo: false };

  it('takes it from every side that has it', () => {
    const before = { primary: [one, two], fallback: [two, one], events: [two] };
    expect(retireHash(before, idOf(one), sides, gentle)).toEqual({
      kind: 'changed',
      hashes: { primary: [two], fallback: [two], events: [two] },
      from: ['primary', 'fallback'],
    });
  });

  it('takes it from one side only, if that is asked for', () => {
    expect(retireHash(all(one, two), idOf(one), ['events'], gentle)).toEqual({
      kind: 'changed',
      hashes: { primary: [one, two], fallback: [one, two], events: [two] },
      from: ['events'],
    });
  });

  it('is refused for the only key of a side, unless that is meant', () => {
    const before = { primary: [one, two], fallback: [one], events: [one] };
    expect(retireHash(before, idOf(one), sides, gentle)).toEqual({
      kind: 'refused',
      why: expect.stringMatching(/^11111111 is the only key of fallback and events: .*403.*keys new.*or add --yes$/),
    });
    expect(retireHash(before, idOf(one), ['primary'], gentle)).toMatchObject({ kind: 'changed' });
    expect(retireHash(before, idOf(one), sides, { lastToo: true })).toMatchObject({
      hashes: { primary: [two], fallback: [], events: [] },
    });
  });

  it('is refused for a key that is not there, with those that are', () => {
    expect(retireHash(all(one, two), '33333333', ['events'], gentle)).toMatchObject({
      why: 'events: no key 33333333; there are 11111111, 22222222',
    });
    expect(retireHash(all(), '33333333', sides, gentle)).toMatchObject({
      why: 'primary, fallback and events: no key 33333333; there is none',
    });
  });

  it('is refused when two hashes begin alike', () => {
    const twin = `${one.slice(0, -1)}f`;
    expect(retireHash(all(one, twin), idOf(one), sides, gentle)).toMatchObject({
      why: '2 hashes begin with 11111111: take the right one out by hand',
    });
  });
});

describe('what is said', () => {
  it('of the keys: each once, with all sides that accept it, and which side refuses everything', () => {
    const hashes = { primary: [one, two], fallback: [one, three], events: [] };
    expect(listKeys(hashes)).toEqual([
      { id: '11111111', sides: ['primary', 'fallback'] },
      { id: '22222222', sides: ['primary'] },
      { id: '33333333', sides: ['fallback'] },
    ]);
    expect(unpainted(describeList('FILE', hashes)).split('\n')).toEqual([
      'key       primary  fallback  events',
      '11111111  valid    valid     -',
      '22222222  valid    -         -',
      '33333333  -        valid     -',
      'events: no key, so everything is answered with 403. Make one: npx dial-whom keys new',
      'kept in FILE, for the next cdk deploy',
      '',
    ]);
  });

  it('of a retired key: what is left, that a deployment is needed, and what breaks', () => {
    const said = describeRetired('11111111', ['primary', 'events'], 'FILE', { ...all(two), events: [] });
    expect(said).toMatch(
      /^11111111 is no key of primary and events any more in FILE; left: primary 22222222; events none\./,
    );
    expect(said).toMatch(/npx cdk deploy --all/);
    expect(said).toMatch(/ Primary URL: every call goes on to the fallback/);
    expect(said).not.toMatch(/ Fallback URL:/);
  });

  it('of a new key: the key, once besides the URLs, and no hash longer than its id', () => {
    const made = makeKey();
    const said = describeNew(made, { file: 'FILE', sides, urls: [], steps: ['first', 'second'] });
    expect(said.split(made.key)).toHaveLength(2);
    expect(said).not.toContain(made.hash);
    expect(said).toMatch(/\n {2}1\. first\n {2}2\. second\n$/);
  });
});
