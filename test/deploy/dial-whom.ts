/** `npx dial-whom`, as a user runs it. */
import type { ConversationResult } from '../../bin/emulator/call.ts';
import { type Environment, outputOf, run } from './process.ts';
import { print } from './steps.ts';

export type Applied = { readonly revision: number; readonly written: number; readonly removed: number };

/** Loads a pools file into a deployed table. */
export const apply = async (
  tableName: string,
  region: string,
  poolsFile: string,
  env: Environment,
): Promise<Applied> => {
  const target = ['--table', tableName, '--region', region];
  return JSON.parse(await outputOf('npx', ['dial-whom', 'apply', poolsFile, ...target, '--json'], { env })) as Applied;
};

export type Urls = { readonly primary: string; readonly fallback: string; readonly key: string };

/** Holds one call and prints its result, the JSON as the command wrote it. */
export const holdCall = async (
  { primary, fallback, key }: Urls,
  more: readonly string[],
  env: Environment,
): Promise<ConversationResult> => {
  const urls = ['--primary', primary, '--fallback', fallback, '--key', key];
  const { code, out, err } = await run('npx', ['dial-whom', 'call', ...urls, ...more, '--json'], { env });
  // 1 is an answer too: no conversation.
  if (code !== 0 && code !== 1) throw new Error(`dial-whom call ended with ${code}: ${err}`);
  print(`  dial-whom call ${more.join(' ')}\n${out.trimEnd().replace(/^/gm, '  ')}`);
  return JSON.parse(out) as ConversationResult;
};

/** `primary 200 +91…` for each request, in order. */
export const requestsOf = ({ requests }: ConversationResult): string[] =>
  requests.map(({ url, status, body }) => `${url} ${status} ${body}`.trimEnd());
