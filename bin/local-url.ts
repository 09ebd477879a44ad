import { setting } from './setting.ts';
import { UsageError } from './usage-error.ts';

/** The port of the local service: `PORT`, or 8787. */
export const localPort = (): number => {
  const text = setting('PORT') ?? '8787';
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`PORT is ${JSON.stringify(text)}: write a number up to 65535, or leave it unset for 8787`, 2);
};

/** Where the local service is found by the CLI. */
export const localServiceUrl = (): string => `http://127.0.0.1:${localPort()}`;
