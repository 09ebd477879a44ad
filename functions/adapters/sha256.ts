/** SHA-256 in hex digits. */
import { hash } from 'node:crypto';

export const sha256Of = (text: string): string => hash('sha256', text);

/** As many digits of a value's hash, as JSON, as tell it from any other by mistake; not by malice. */
export const fingerprintOf = (value: unknown): string => sha256Of(JSON.stringify(value)).slice(0, 16);
