/**
 * The named environment variables, all of them; throws at start, naming the one that is missing.
 * The only place that reads the environment, so that a function's needs stand in its `env.ts`.
 */
export const readEnv = <Name extends string>(names: readonly Name[]): Record<Name, string> => {
  const missing = names.filter((name) => process.env[name] === undefined);
  if (missing.length > 0) throw new Error(`environment variables not set: ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Name, string>;
};

/** Where a service of AWS is if not where it always is, by the variable that every SDK looks at; only tests set it. */
export const readEndpoint = (service: 'SSM' | 'DYNAMODB'): string | undefined =>
  process.env[`AWS_ENDPOINT_URL_${service}`];

/** Region and credentials, which Lambda itself gives to every function. */
export const readAws = () => {
  const env = readEnv(['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']);
  return {
    region: env.AWS_REGION,
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    sessionToken: env.AWS_SESSION_TOKEN,
  };
};
