/** How many runs a property gets: so many in `npm test`, ten times as many in `npm run test:long`. */
export const runs = (inTest: number): number => inTest * Number(process.env.RUNS_FACTOR ?? 1);
