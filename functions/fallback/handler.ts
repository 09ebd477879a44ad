/** The fallback URL: lenient, stateless, from memory. With a valid key it answers numbers to anything. */
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Config } from '../domain/config.ts';
import type { Clock, Count, Log } from '../domain/ports.ts';
import { authenticate, type Keys } from '../http/authenticate.ts';
import { mapErrors } from '../http/errors.ts';
import { guardAnswer } from '../http/guard.ts';
import { parseCall } from '../http/parse.ts';
import { headResponse, toResponse } from '../http/responses.ts';
import { answerFromFloor } from './answer-call.ts';

export type FallbackDeps = {
  /** The configuration as it was when this fallback was built. */
  readonly floor: Config;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly log: Log;
  readonly count: Count;
};

export const createHandler = ({ floor, clock, keys, log, count }: FallbackDeps) =>
  middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(guardAnswer({ log, count }))
    .use(mapErrors({ log, count }))
    .use(parseCall())
    .use(authenticate(keys))
    .handler(async (_event, { call, applet, isHead }) => {
      if (isHead) return headResponse();
      const { answer, ...how } = answerFromFloor(call, applet, floor, clock());
      log({ level: 'warn', url: 'fallback', callSid: call.callSid, applet, ...how, answer: answer.kind });
      count('FallbackServed');
      return toResponse(answer);
    });
