/**
 * A CallSid as Exotel makes them: 32 characters, hexadecimal but for the last, which lies beyond f (`…162m`,
 * `…187v`). Needs 16 bytes; the same bytes give the same id.
 */
export const callSidFrom = (bytes: Uint8Array): string => {
  const hex = Buffer.from(bytes).toString('hex');
  const beyondF = 'ghijklmnopqrstuvwxyz';
  return `${hex.slice(0, 31)}${beyondF[(bytes[15] ?? 0) % beyondF.length]}`;
};
