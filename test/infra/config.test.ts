import { describe, expect, it } from 'vitest';
import { configFrom } from './stacks.ts';

const one = '1'.repeat(64);
const two = 'ab'.repeat(32);

describe('the stage', () => {
  it('is dev in Mumbai with its fallback in Singapore, unprotected and without keys, unless told otherwise', () => {
    expect(configFrom({})).toEqual({
      stage: 'dev',
      protect: false,
      logDays: 365,
      primaryRegion: 'ap-south-1',
      fallbackRegion: 'ap-southeast-1',
      keyHashes: { primary: [], fallback: [], events: [] },
    });
  });

  it('is protected when it is prod', () => {
    expect(configFrom({ stage: 'prod' }).protect).toBe(true);
  });

  it.each([7, '7'])('keeps its logs as long as it is told: %j', (logDays) => {
    expect(configFrom({ logDays }).logDays).toBe(7);
  });

  it.each([8, 'for ever', 9999, ''])('refuses to keep logs %j days, and says what CloudWatch can do', (logDays) => {
    expect(() => configFrom({ logDays })).toThrow(
      /CDK context logDays is .*CloudWatch keeps logs 1, 3, 5, .*3653 days/,
    );
  });

  it.each(['', 'Prod', 'my-stage', '1st', 'a'.repeat(17), 7])('cannot be called %j', (stage) => {
    expect(() => configFrom({ stage })).toThrow(/CDK context stage is .*Use up to 16 lower-case letters/);
  });

  it('can be moved to other Regions', () => {
    const config = configFrom({ primaryRegion: 'ap-south-2', fallbackRegion: 'us-gov-west-1' });
    expect([config.primaryRegion, config.fallbackRegion]).toEqual(['ap-south-2', 'us-gov-west-1']);
  });

  it.each(['Mumbai', 'ap-south', 'ap-south-1a', ''])('refuses the Region %j', (primaryRegion) => {
    expect(() => configFrom({ primaryRegion })).toThrow(/CDK context primaryRegion is .*code of an AWS Region/);
  });

  it('refuses a fallback in the Region of the primary', () => {
    expect(() => configFrom({ fallbackRegion: 'ap-south-1' })).toThrow(/are both ap-south-1\. Choose two Regions/);
  });
});

describe('the key hashes', () => {
  it.each([
    ['a comma-separated string', `${one}, ${two}`],
    ['a list', [one, two]],
    ['a list as JSON, which is how -c passes it', JSON.stringify([one, two])],
  ])('given as %s hold for every side', (_, keyHashes) => {
    expect(configFrom({ keyHashes }).keyHashes).toEqual({
      primary: [one, two],
      fallback: [one, two],
      events: [one, two],
    });
  });

  it.each([
    ['an object', { primary: [one], fallback: two }],
    ['an object as JSON', JSON.stringify({ primary: [one], fallback: two })],
  ])('given as %s hold for their side, and a side left out has none', (_, keyHashes) => {
    expect(configFrom({ keyHashes }).keyHashes).toEqual({ primary: [one], fallback: [two], events: [] });
  });

  it('are brought into one form: trimmed, lower case, each once', () => {
    expect(configFrom({ keyHashes: ` ${two.toUpperCase()} ,${two},` }).keyHashes.primary).toEqual([two]);
  });

  it.each([
    ['a word', 'secret', 'CDK context keyHashes, entry 1, is not a key hash (it has 6 characters)'],
    ['one character short', one.slice(1), '(it has 63 characters)'],
    ['not hexadecimal', 'g'.repeat(64), '(it has 64 characters)'],
    ['the second of two', [one, 'secret'], 'keyHashes, entry 2, is not a key hash'],
    ['a number', [1234], '(it has a number)'],
    ['in an object', { events: 'secret' }, 'keyHashes.events, entry 1, is not a key hash'],
  ])('refuse an entry that is none: %s', (_, keyHashes, message) => {
    expect(() => configFrom({ keyHashes })).toThrow(message);
    expect(() => configFrom({ keyHashes })).toThrow(
      /64 hexadecimal characters\. Make one with: npx dial-whom keys new$/,
    );
  });

  it('never repeat a wrong entry, which may be the key itself', () => {
    expect(() => configFrom({ keyHashes: 'my-secret-key' })).toThrow(expect.not.stringContaining('my-secret-key'));
  });

  it.each([
    ['a misspelt side', { primry: [one] }, 'unknown entry "primry". Use primary, fallback, events.'],
    ['JSON that the shell took apart', `{primary:[${one}]}`, 'Quote the whole value for your shell'],
    ['a side that is neither list nor text', { primary: 5 }, 'keyHashes.primary must be a list'],
    ['a number', 5, 'keyHashes must be a list'],
    ['more than fit into the environment', Array.from({ length: 21 }, (_, i) => `${i}`.padStart(64, '0')), '21 hashes'],
  ])('refuse %s', (_, keyHashes, message) => {
    expect(() => configFrom({ keyHashes })).toThrow(message);
  });
});
