/** Takes events of the provider. Answers 200 to whatever it is told: the flow of a call must not depend on it. */
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { budget } from '../domain/budget.ts';
import type { LoggedEvent } from '../domain/call-log.ts';
import { type EventReading, readAgentEvent, readReport } from '../domain/leg-event.ts';
import type { Params } from '../domain/request.ts';
import type { Count, Log, MetricName } from '../domain/signals.ts';
import { authenticate, type Keys } from '../http/authenticate.ts';
import { mapErrors } from '../http/errors.ts';
import { parseCall } from '../http/parse.ts';
import { readBody } from '../http/parse-body.ts';
import { refuse, thanks } from '../http/responses.ts';
import { type EventStores, type Taken, takeEvents } from './take-events.ts';

export type EventsDeps = {
  readonly stores: EventStores;
  readonly keys: Keys;
  readonly log: Log;
  readonly count: Count;
};

export const createHandler = ({ stores, keys, log, count }: EventsDeps) =>
  middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    // The flow of a call must not depend on us, whatever happens here.
    .use(mapErrors({ log, count, fault: { metric: 'EventLost', response: thanks() } }))
    .use(parseCall())
    .use(authenticate(keys))
    .handler(async (event, { params }) => {
      const reading = await readEvent(event, params);
      if (reading === 'too large') {
        count('EventUnusable');
        return refuse(413, 'a StatusCallback has a few hundred bytes; this body is larger than 64 KB');
      }
      const taken = await takeEvents(reading, stores, AbortSignal.timeout(budget.databaseMs));
      for (const metric of metricsOf(taken)) count(metric);
      log({ level: 'info', url: 'events', path: event.path, outcome: reading.outcome, ...taken });
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

/** Each event counts once, as what came of it. */
const metricsOf = (taken: Taken): MetricName[] => {
  if (taken.kind === 'unusable') return ['EventUnusable'];
  return [
    ...taken.events.map(({ effect }) => metrics[effect]),
    ...(taken.isClockApart ? (['ClockApart'] as const) : []),
  ];
};

const metrics = {
  changed: 'EventUsed',
  stale: 'EventStale',
  held: 'EventStale',
  stranger: 'EventUnusable',
  lost: 'EventLost',
} as const satisfies Record<LoggedEvent['effect'], MetricName>;
