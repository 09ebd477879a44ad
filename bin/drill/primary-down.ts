/** A whole call whose primary is gone, and nobody else's: it is asked where nothing listens. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Asked, faultOf } from '../../functions/domain/probe.ts';
import type { Call, ConversationResult } from '../emulator/call.ts';
import type { PhoneOutcome } from '../emulator/phones.ts';
import { faultsOfFallback } from './faults.ts';
import type { Finding } from './finding.ts';
import { lastResort } from './origin.ts';
import type { Place } from './place.ts';

/** The same URL on a port of this machine where nothing listens, as if the Region were away: connections are refused. */
export const toNobody = async (url: string): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const gone = new URL(url);
  gone.protocol = 'http:';
  gone.host = `127.0.0.1:${port}`;
  return gone.href;
};

/** Why no call is to be played: the fallback would lose it, or not serve it as its applet says. */
export const findingsBefore = (fallback: Asked, place: Place): Finding[] => {
  if (faultOf(fallback) !== undefined) return faultsOfFallback({ fallback }, place);
  return fallback.kind === 'answered' && fallback.source === 'last-resort'
    ? [lastResort(`check --applet and its pools; if they are applied, ${place.lookAtPublisher}`)]
    : [];
};

/** The first phone rings out where there is another one, so that the fallback is asked once more; then somebody picks up. */
export const phonesFor = (numbers: readonly string[]): Call['phones'] => {
  let rings = 0;
  return (): PhoneOutcome => {
    rings += 1;
    return rings === 1 && numbers.length > 1 ? 'no-answer' : 'completed';
  };
};

export const describeSurvival = ({ exit, requests, attempts }: ConversationResult): string => {
  const failed = requests.filter(({ url, status }) => url === 'primary' && status !== 200).length;
  const times = `${failed} ${failed === 1 ? 'time' : 'times'}`;
  if (exit !== 'conversation-ended') {
    return `the call was lost: the primary failed ${times}, and the fallback found nobody who answered\n`;
  }
  return `the call survived: the primary failed ${times}, the fallback answered each time, and the caller spoke with ${attempts.at(-1)?.number}\n`;
};
