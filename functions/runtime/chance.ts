/** Between 0 and 1. The only place that throws dice; calls are decided by hashes, so that they can be replayed. */
export const systemChance = (): number => Math.random();
