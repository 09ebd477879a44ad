/** One wide log line for each request: gathered while it is answered, written once when the answer leaves. */
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Answer } from '../domain/answer.ts';
import { isCanary } from '../domain/canary.ts';
import { idPattern } from '../domain/config.ts';
import type { Clock } from '../domain/ports.ts';
import { type Fields, type Log, type MetricName, type Metrics, sumOf } from '../domain/signals.ts';
import type { Parsed } from './parse.ts';

/** What a handler and its middlewares know of the request they work on. */
export type Noting = {
  /** Adds to the line; values of the same metric add up. */
  readonly note: (fields: Fields, metrics?: Metrics) => void;
  /** What a 200 is for the caller. Nothing is counted for it when the guard, or the deadline, makes it a 503. */
  readonly countAs: (metric: MetricName | undefined) => void;
};

type Noted = { readonly fields: Record<string, unknown>; metrics: Metrics; answer: MetricName | undefined };

type RequestLog = MiddlewareObj<
  APIGatewayProxyEvent,
  APIGatewayProxyResult,
  Error,
  Context & Noting & Partial<Parsed>,
  { noted: Noted; startedMs: number }
>;

/** Must be the first middleware, because hooks run last-in-first-out: it sees what leaves. */
export const logRequests = (url: string, { log, clock }: { log: Log; clock: Clock }): RequestLog => {
  let isCold = true;

  const write: NonNullable<RequestLog['after']> = ({ event, context, response, internal }) => {
    const { noted, startedMs } = internal;
    const { statusCode, body } = response ?? { statusCode: 500, body: 'no answer' };
    const ms = clock() - startedMs;
    const metrics = { ...answerMetrics(statusCode, noted.answer, ms, isCold), ...noted.metrics };
    log(
      {
        level: statusCode >= 500 || noted.fields.fault !== undefined ? 'error' : statusCode >= 400 ? 'warn' : 'info',
        url,
        ...requestFields(event, context),
        ...noted.fields,
        status: statusCode,
        ...(statusCode === 200 ? {} : { why: body }),
        ms,
        remainingMs: Math.round(context.getRemainingTimeInMillis()),
        coldStart: isCold,
      },
      isCanary(context.call?.callSid) ? ofProbe(metrics) : metrics,
    );
    isCold = false;
  };

  return {
    before: ({ context, internal }) => {
      const noted: Noted = { fields: {}, metrics: {}, answer: undefined };
      Object.assign(internal, { noted, startedMs: clock() });
      Object.assign(context, {
        note: (fields, metrics = {}) => {
          Object.assign(noted.fields, fields);
          noted.metrics = sumOf(noted.metrics, metrics);
        },
        countAs: (metric) => {
          noted.answer = metric;
        },
      } satisfies Noting);
    },
    after: write,
    onError: write,
  };
};

/** Each answer once, as what it was for the caller. A 200 that is none, such as that of a HEAD, counts for nothing. */
const answerMetrics = (status: number, answer: MetricName | undefined, ms: number, isCold: boolean): Metrics => {
  if (status >= 500) return { Unavailable: 1 };
  if (status >= 400) return { Refused: 1, ...(status === 403 ? { KeyRejected: 1 } : {}) };
  return answer === undefined ? {} : { [answer]: 1, AnswerMs: ms, ...(isCold ? { ColdStart: 1 } : {}) };
};

/** Of what was sent only what was understood, and not its values: whose number it was is in the table. */
const requestFields = (event: APIGatewayProxyEvent, context: Context & Partial<Parsed>): Fields => {
  const { call, applet, awsRequestId } = context;
  const { callSid, leg, report, ...said } = call ?? {};
  const given = Object.entries({ ...said, ...report }).filter(([, value]) => value !== undefined && `${value}` !== '');
  return {
    callSid,
    applet: isLoggable(applet ?? '') ? applet : undefined,
    leg,
    given: given.map(([name]) => name),
    requestId: awsRequestId,
    // Anybody may add to this header.
    traceId: /Root=1-[0-9a-f]{8}-[0-9a-f]{24}/.exec(event?.headers?.['X-Amzn-Trace-Id'] ?? '')?.[0],
  };
};

/** It may be any text: a key pasted in the wrong place, or a number the writer would not know for one. */
const isLoggable = (applet: string): boolean => idPattern.test(applet) && !/[a-z]\d{8}|\d{8}[a-z]/.test(applet);

/** Nobody called, so a probe counts for nothing but what is broken, and how old the snapshot is. */
const ofProbe = (metrics: Metrics): Metrics =>
  Object.fromEntries(Object.entries(metrics).filter(([name]) => probed.has(name as MetricName)));

const probed: ReadonlySet<MetricName> = new Set([
  'Unavailable',
  'Refused',
  'KeyRejected',
  'InvalidAnswerBlocked',
  'Degraded',
  'StaleConfig',
  'SnapshotAgeSeconds',
]);

/** What the line says of an answer. */
export const answerFields = (answer: Answer): Fields => ({
  answer: answer.kind,
  ...(answer.kind === 'offer' ? { count: answer.numbers.length } : {}),
  ...(answer.kind === 'empty' ? { reason: answer.reason } : {}),
  ...(answer.kind === 'unavailable' ? { cause: answer.cause } : {}),
});
