/** Takes events of the provider. Answers 200 to whatever it is told: the flow of a call must not depend on it. */
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { budget } from '../domain/budget.ts';
import { type EventReading, readAgentEvent, readReport } from '../domain/leg-event.ts';
import type { Params } from '../domain/request.ts';
import type { Log } from '../domain/signals.ts';
import { authenticate, type Keys } from '../http/authenticate.ts';
import { mapErrors } from '../http/errors.ts';
import { parseCall } from '../http/parse.ts';
import { readBody } from '../http/parse-body.ts';
import { logRequests } from '../http/request-log.ts';
import { refuse, thanks } from '../http/responses.ts';
import { withDeadline } from '../runtime/deadline.ts';
import { type EventStores, takeEvents } from './take-events.ts';
import { fieldsOf, metricsOf } from './telemetry.ts';

export type EventsDeps = { readonly stores: EventStores; readonly keys: Keys; readonly log: Log };

export const createHandler = ({ stores, keys, log }: EventsDeps) =>
  middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(logRequests('events', { log, clock: stores.clock }))
    // The flow of a call must not depend on us, whatever happens here.
    .use(mapErrors({ metrics: { EventLost: 1 }, response: thanks() }))
    .use(parseCall())
    .use(authenticate(keys))
    .handler(async (event, { params, note }) => {
      const reading = await readEvent(event, params);
      if (reading === 'too large') {
        note({}, { EventUnusable: 1 });
        return refuse(413, 'a StatusCallback has a few hundred bytes; this body is larger than 64 KB');
      }
      const taken = await withDeadline(budget.databaseMs, (signal) => takeEvents(reading, stores, signal));
      note({ outcome: reading.outcome, ...fieldsOf(taken) }, metricsOf(taken));
      return thanks();
    });

const readEvent = async (event: APIGatewayProxyEvent, params: Params): Promise<EventReading | 'too large'> => {
  if (event.httpMethod !== 'POST') {
    return event.path.endsWith('/agent') ? readAgentEvent(params) : readReport(params);
  }
  const body = await readBody(event);
  if (body.kind === 'too large') return body.kind;
  return body.kind === 'params' ? readReport(body.params) : { kind: 'unusable', why: 'nothing told' };
};
