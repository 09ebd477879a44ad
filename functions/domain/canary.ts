/** Requests of our own that prove the URLs answer; nobody is rung for them. */

/** Exotel's CallSids are hexadecimal and cannot begin like this. */
export const canaryPrefix = 'canary-';

export const isCanary = (callSid: string | undefined): boolean => callSid?.startsWith(canaryPrefix) ?? false;
