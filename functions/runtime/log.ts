import type { Clock } from '../domain/ports.ts';
import { type Log, type MetricName, type Metrics, units } from '../domain/signals.ts';

/** `+91******1234`: enough to recognise a number one knows, too little to learn one. */
const maskNumber = (number: string): string =>
  `${number.startsWith('+') ? number.slice(0, 3) : ''}******${number.slice(-4)}`;

/** A run of 8 digits or more that is a word of its own: inside a CallSid such runs are part of an id. */
export const maskText = (text: string): string => text.replaceAll(/(?<![\w+])\+?\d{8,}(?!\w)/g, maskNumber);

/** What a call, a run and a trace are found by; parts of one in forty are digits only. */
const ids: ReadonlySet<string> = new Set(['callSid', 'requestId', 'traceId']);

/** Masks in the writer, so that no call site can forget it. */
const replacer = (name: string, value: unknown): unknown =>
  // Most of the texts in a line are short, and no number.
  typeof value === 'string' && value.length >= 8 && !ids.has(name) ? maskText(value) : value;

/** One JSON object a line. `write` gets the line with its line feed. */
export const createLog =
  (stage: string, clock: Clock, write: (line: string) => void): Log =>
  (fields, metrics = {}) =>
    write(`${JSON.stringify({ ...fields, ...embedded(metrics, stage, clock) }, replacer)}\n`);

/** CloudWatch's embedded metric format. The only dimension is the stage; a number or a CallSid must never be one. */
const embedded = (metrics: Metrics, stage: string, clock: Clock): object => {
  const names = Object.keys(metrics) as MetricName[];
  if (names.length === 0) return {};
  const described = names.map((name) => ({ Name: name, Unit: units[name] }));
  return {
    _aws: {
      Timestamp: clock(),
      CloudWatchMetrics: [{ Namespace: 'DialWhom', Dimensions: [['Stage']], Metrics: described }],
    },
    Stage: stage,
    ...metrics,
  };
};

/** Past `console.log`, which Lambda's JSON log format would wrap once more. */
export const writeToStdout = (line: string): void => {
  process.stdout.write(line);
};
