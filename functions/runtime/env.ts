/**
 * The named environment variables, all of them; throws at start, naming the one that is missing.
 * The only place that reads the environment, so that a function's needs stand in its `env.ts`.
 */
export const readEnv = <Name extends string>(names: readonly Name[]): Record<Name, string> => {
  const missing = names.filter((name) => process.env[name] === undefined);
  if (missing.length > 0) throw new Error(`environment variables not set: ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Name, string>;
};
