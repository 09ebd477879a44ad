import { describe, expect, it } from 'vitest';
import { leastConcurrency } from '../../lib/config.ts';
import { throttles } from '../../lib/constructs/call-api.ts';
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

  it.each([20, '20'])('reserves concurrency only when it is told to, as a number or as text: %j', (reserved) => {
    expect(configFrom({}).reservedConcurrency).toBeUndefined();
    expect(configFrom({ reservedConcurrency: reserved }).reservedConcurrency).toBe(20);
  });

  it.each(['0', -1, 'many', 1.5, '', true])('refuses to reserve %j', (reservedConcurrency) => {
    expect(() => configFrom({ reservedConcurrency })).toThrow(
      /CDK context reservedConcurrency is .*whole number from 10 to 99999, or leave it out\.$/,
    );
  });

  it.each([1, '9'])('refuses to reserve so few that callers would be shed: %j', (reservedConcurrency) => {
    expect(() => configFrom({ reservedConcurrency })).toThrow(
      /reservedConcurrency is .*99999, or leave it out\. With fewer than 10 .* 100 requests a second/,
    );
    expect(configFrom({ reservedConcurrency: '10' }).reservedConcurrency).toBe(10);
  });

  it('reserves at the least as many as it takes for all that the primary lets in', () => {
    // Lambda takes ten requests a second for each execution.
    expect(leastConcurrency * 10).toBeGreaterThanOrEqual(throttles.primary.rate);
  });
});

describe('the addresses that may ask', () => {
  const ranges = ['203.0.113.0/24', '198.51.100.7/32'];

  it('are all, unless told otherwise', () => {
    expect(configFrom({}).restriction).toBeUndefined();
    expect(configFrom({ waf: 'false' }).restriction).toBeUndefined();
  });

  it.each([
    ['a comma-separated string', ' 203.0.113.0/24, 198.51.100.7,'],
    ['a list', ['203.0.113.0/24', '198.51.100.7/32', '198.51.100.7']],
  ])('can be given as %s, with and without WAF', (_, restrictTo) => {
    expect(configFrom({ restrictTo }).restriction).toEqual({ ranges, waf: false });
    expect(configFrom({ restrictTo, waf: 'true' }).restriction).toEqual({ ranges, waf: true });
  });

  it.each([
    ['a name', 'exotel.com', 'has "exotel.com", which is no IPv4 range'],
    ['an address that cannot be', '203.0.113.256', 'has "203.0.113.256", which is no IPv4 range'],
    ['a prefix that cannot be', '203.0.113.0/33', 'has "203.0.113.0/33", which is no IPv4 range'],
    ['IPv6', '2001:db8::/32', 'has "2001:db8::/32", which is no IPv4 range'],
    ['everybody', '0.0.0.0/0', 'has 0.0.0.0/0, which lets in nearly everybody'],
    ['nobody', ' , ', 'is empty'],
    ['a number', 7, 'is 7'],
    ['more than a policy has room for', Array.from({ length: 201 }, (_, i) => `203.0.113.${i}`), 'has 201 ranges'],
  ])('refuse %s', (_, restrictTo, message) => {
    expect(() => configFrom({ restrictTo })).toThrow(`CDK context restrictTo ${message}`);
  });

  it('refuse WAF without them, and anything but true or false', () => {
    expect(() => configFrom({ waf: true })).toThrow('CDK context waf is true without restrictTo');
    expect(() => configFrom({ restrictTo: '203.0.113.7', waf: 'yes' })).toThrow('waf is "yes". Use true or false.');
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
