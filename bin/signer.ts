/** Who signs a change: revisions, overrides and the log of pauses say by whom. */
import { userInfo } from 'node:os';

/** The account's name; in a container whose uid has none what the environment calls its user, or `uid 12345`. */
export const signer = (): string => {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER || process.env.LOGNAME || `uid ${process.getuid?.()}`;
  }
};
