/** The fallback URL: lenient, stateless, from memory. With a valid key it answers numbers to anything. */
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { budget } from '../domain/budget.ts';
import { isCanary } from '../domain/canary.ts';
import type { Clock } from '../domain/ports.ts';
import type { Log } from '../domain/signals.ts';
import { ageSecondsOf } from '../domain/snapshot.ts';
import type { SnapshotMemory } from '../domain/snapshot-ports.ts';
import { authenticate, type Keys } from '../http/authenticate.ts';
import { mapErrors } from '../http/errors.ts';
import { guardAnswer } from '../http/guard.ts';
import { parseCall } from '../http/parse.ts';
import { answerFields, logRequests } from '../http/request-log.ts';
import { headResponse, toResponse } from '../http/responses.ts';
import { answerFromMemory } from './answer-call.ts';

export type FallbackDeps = {
  readonly snapshots: SnapshotMemory;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly log: Log;
};

export const createHandler = ({ snapshots, clock, keys, log }: FallbackDeps) =>
  middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(logRequests('fallback', { log, clock }))
    .use(guardAnswer())
    .use(mapErrors())
    .use(parseCall())
    .use(authenticate(keys))
    .handler(async (_event, { call, applet, isHead, note, countAs }) => {
      // The canary waits for the snapshot that is due, so that callers need not.
      const known = await (isCanary(call.callSid) ? snapshots.refreshed(budget.snapshotMs) : snapshots.current());
      const { answer, ...how } = answerFromMemory(call, applet, known, clock());
      const from =
        known.source === 'floor' ? {} : { revision: known.revision, ageSeconds: ageSecondsOf(known, clock()) };
      const origin = { source: how.source, unknown: how.unknown, ...from };
      note({ ...how, ...from }, from.ageSeconds === undefined ? {} : { SnapshotAgeSeconds: from.ageSeconds });
      // Where the provider alone may GET, the canary asks like this, and the age is told all the same.
      if (isHead && answer.kind !== 'unavailable') return headResponse(origin);
      note(answerFields(answer));
      countAs('FallbackServed');
      return toResponse(answer, origin);
    });
