/** The primary URL: strict, stateful, and done within the budget. */
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { budget } from '../domain/budget.ts';
import { isCanary } from '../domain/canary.ts';
import type { Count, Log } from '../domain/signals.ts';
import { authenticate, type Keys } from '../http/authenticate.ts';
import { mapErrors } from '../http/errors.ts';
import { guardAnswer } from '../http/guard.ts';
import { parseCall, requireCallSid } from '../http/parse.ts';
import { headResponse, refuse, toResponse } from '../http/responses.ts';
import { answerCall } from './answer-call.ts';
import { isFault, withoutTrace } from './probe.ts';
import type { Stores } from './read-around.ts';
import { logFieldsOf, metricsOf } from './telemetry.ts';

export type PrimaryDeps = { readonly stores: Stores; readonly keys: Keys; readonly log: Log; readonly count: Count };

export const createHandler = ({ stores, keys, log, count }: PrimaryDeps) => {
  const probed = withoutTrace(stores);
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>({
    timeoutEarlyInMillis: budget.functionMs - budget.handlerMs,
    timeoutEarlyResponse: () => {
      count('Unavailable');
      log({ level: 'error', message: 'deadline passed', deadlineMs: budget.handlerMs });
      return refuse(503, 'deadline passed: ask the fallback');
    },
  })
    .use(guardAnswer({ log, count }))
    .use(mapErrors({ log, count }))
    .use(parseCall())
    .use(authenticate(keys))
    .use(requireCallSid())
    .handler(async (_event, { call, applet, isHead }, { signal }) => {
      const startedMs = stores.clock();
      const databaseSignal = AbortSignal.any([signal, AbortSignal.timeout(budget.databaseMs)]);
      if (isHead) {
        const reading = await stores.configs.read(applet);
        if (reading.kind !== 'found') return toResponse(reading);
        return headResponse(reading.staleBecause === undefined ? {} : { degraded: 'stale-config' });
      }
      const id = { callSid: call.callSid ?? '', applet, leg: call.leg };
      const isProbe = isCanary(call.callSid);
      const answered = await answerCall(call, id, isProbe ? probed : stores, databaseSignal);
      log({ level: 'info', url: 'primary', ...id, ...logFieldsOf(answered), ms: stores.clock() - startedMs });
      for (const metric of metricsOf(answered, call, startedMs)) if (!isProbe || isFault(metric)) count(metric);
      return toResponse(answered.answer, { source: 'table', revision: answered.revision, degraded: answered.degraded });
    });
};
