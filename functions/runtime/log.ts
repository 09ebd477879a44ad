import type { Log } from '../domain/signals.ts';

/** `+91******1234`: enough to recognise a number one knows, too little to learn one. */
const maskNumber = (number: string): string =>
  `${number.startsWith('+') ? number.slice(0, 3) : ''}******${number.slice(-4)}`;

/** A run of 8 to 15 digits that is a word of its own: inside a CallSid such runs are part of an id. */
const maskText = (text: string): string => text.replaceAll(/(?<![\w+])\+?\d{8,15}(?!\w)/g, maskNumber);

/** Masks in the writer, so that no call site can forget it. `callSid` is kept: it is what a call is found by. */
const replacer = (name: string, value: unknown): unknown =>
  typeof value === 'string' && name !== 'callSid' ? maskText(value) : value;

/** One JSON object a line. `write` gets the line with its line feed. */
export const createLog =
  (write: (line: string) => void): Log =>
  (fields) =>
    write(`${JSON.stringify(fields, replacer)}\n`);

/** Past `console.log`, which Lambda's JSON log format would wrap once more. */
export const writeToStdout = (line: string): void => {
  process.stdout.write(line);
};
