/**
 * DynamoDB in a process of its own, so that it takes no time of what is timed, with two ways to it: `near` answers as soon
 * as dynalite can, one request after the other; `far` each request that long after it came, as DynamoDB does, whose machines
 * do not wait for each other. Tells both endpoints, then how many round trips there were whenever it is asked, and ends with
 * whoever started it.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { distanceMs } from './distance.ts';

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

let underWay = 0;
/** What comes while something else is under way is part of the same trip. */
let trips = 0;
const counted =
  (answer: RequestListener): RequestListener =>
  (request, response) => {
    if (underWay === 0) trips += 1;
    underWay += 1;
    response.once('close', () => {
      underWay -= 1;
    });
    answer(request, response);
  };

const database = dynalite({ createTableMs: 0 });
const answer: RequestListener = (request, response) => database.emit('request', request, response);
const near = createServer(counted(answer));
const far = createServer(
  counted((request, response) => {
    const dueMs = performance.now() + distanceMs;
    const end = response.end.bind(response);
    response.end = ((...last: Parameters<typeof end>) => {
      setTimeout(() => end(...last), Math.max(0, dueMs - performance.now()));
      return response;
    }) as typeof end;
    answer(request, response);
  }),
);

process.once('disconnect', () => process.exit());
process.on('message', () => process.send?.(trips));
process.send?.({ near: await listen(near), far: await listen(far) });
