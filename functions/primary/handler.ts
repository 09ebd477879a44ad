/** The primary URL: strict, stateful, and done within the budget. */
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { budget } from '../domain/budget.ts';
import { isCanary } from '../domain/canary.ts';
import type { Log } from '../domain/signals.ts';
import { authenticate, type Keys } from '../http/authenticate.ts';
import { mapErrors } from '../http/errors.ts';
import { guardAnswer } from '../http/guard.ts';
import { parseCall, requireCallSid } from '../http/parse.ts';
import { logRequests } from '../http/request-log.ts';
import { headResponse, refuse, toResponse } from '../http/responses.ts';
import { withDeadline } from '../runtime/deadline.ts';
import { answerCall } from './answer-call.ts';
import { look } from './look.ts';
import type { Stores } from './stores.ts';
import { answerMetricOf, fieldsOf, lackMetrics, metricsOf } from './telemetry.ts';
import { timedStores } from './timed-stores.ts';
import { withoutTrace } from './without-trace.ts';

export type PrimaryDeps = { readonly stores: Stores; readonly keys: Keys; readonly log: Log };

export const createHandler = ({ stores, keys, log }: PrimaryDeps) => {
  const probed = withoutTrace(stores);
  const { clock } = stores;
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>({
    timeoutEarlyInMillis: budget.functionMs - budget.handlerMs,
    timeoutEarlyResponse: () => refuse(503, 'deadline passed: ask the fallback'),
  })
    .use(logRequests('primary', { log, clock }))
    .use(guardAnswer())
    .use(mapErrors())
    .use(parseCall())
    .use(authenticate(keys))
    .use(requireCallSid())
    .handler(async (_event, { call, applet, isHead, note, countAs }) => {
      const startedMs = clock();
      if (isHead) {
        const looked = await withDeadline(budget.databaseMs, (signal) => look(call, applet, stores, signal));
        const { kind: _kind, ...seen } = looked;
        note(seen, looked.kind === 'found' ? lackMetrics(looked.degraded) : {});
        return looked.kind === 'found' ? headResponse({ source: 'table', ...looked }) : toResponse(looked);
      }
      const id = { callSid: call.callSid, applet, leg: call.leg };
      const own = timedStores(isCanary(call.callSid) ? probed : stores, note);
      // Sooner over than the time of the handler.
      const answered = await withDeadline(budget.databaseMs, (signal) => answerCall(call, id, own, signal));
      note(fieldsOf(answered), metricsOf(answered, call, startedMs));
      countAs(answerMetricOf(answered));
      return toResponse(answered.answer, { source: 'table', revision: answered.revision, degraded: answered.degraded });
    });
};
