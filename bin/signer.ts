/** Who signs a change: revisions, overrides and the log of pauses say by whom. */
import { userInfo } from 'node:os';
import { setting } from './setting.ts';

/** The account's name; in a container whose uid has none what the environment calls its user, or `uid 12345`. */
export const signer = (): string => {
  try {
    return userInfo().username;
  } catch {
    return setting('USER') ?? setting('LOGNAME') ?? `uid ${process.getuid?.()}`;
  }
};
