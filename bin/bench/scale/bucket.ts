/** Tokens that come back all the time, up to a burst: what a limit per second is. */
export type Bucket = {
  readonly rate: number;
  readonly burst: number;
  left: number;
  atMs: number;
  taken: number;
  refused: number;
};

export const aBucket = (rate: number, burst: number = rate): Bucket => ({
  rate,
  burst,
  left: burst,
  atMs: 0,
  taken: 0,
  refused: 0,
});

/** As it is found where as much is wanted as it gives: nearly empty. Where less is wanted it is soon full. */
export const aUsedBucket = (rate: number, burst: number = rate): Bucket => ({
  ...aBucket(rate, burst),
  left: rate / 10,
});

const holds = (bucket: Bucket, units: number, atMs: number): boolean => {
  if (bucket.rate === Number.POSITIVE_INFINITY) return true;
  bucket.left = Math.min(bucket.burst, bucket.left + ((atMs - bucket.atMs) / 1000) * bucket.rate);
  bucket.atMs = atMs;
  return bucket.left >= units;
};

/** From all of them or from none. What is refused counts against those that do not hold it. */
export const takeAll = (wanted: readonly (readonly [Bucket, number])[], atMs: number): boolean => {
  const short = wanted.filter(([bucket, units]) => !holds(bucket, units, atMs));
  for (const [bucket] of short) bucket.refused += 1;
  if (short.length > 0) return false;
  for (const [bucket, units] of wanted) {
    bucket.left -= units;
    bucket.taken += units;
  }
  return true;
};
