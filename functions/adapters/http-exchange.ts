/** One HTTP request and its whole answer, over a connection of its own or one that is kept. */
import type { ClientRequest, Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

type HttpRequest = {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly signal: AbortSignal;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

/** Rejects when there is no whole answer, for whatever reason; any status is an answer. */
export type Exchange = (url: URL, request: HttpRequest) => Promise<HttpResponse>;

// An import of node:http reads whatever it exports, and so loads a WebSocket client: 22 ms of every start.
const http = process.getBuiltinModule('node:http');
const https = process.getBuiltinModule('node:https');

/** Where requests are a minute apart: a connection kept for the next one would be dead by then. */
export const exchangeOnce: Exchange = (url, request) =>
  answerTo(send(url, request, { http: false, https: false }), request);

type Agents = { readonly http: HttpAgent | false; readonly https: HttpsAgent | false };

const send = ({ protocol, hostname, port, pathname: path }: URL, { method, headers }: HttpRequest, agents: Agents) => {
  const to = { method, headers, hostname, port, path };
  return protocol === 'https:'
    ? https.request({ ...to, agent: agents.https })
    : http.request({ ...to, agent: agents.http });
};

/**
 * Connections are kept. One that is not there after `connectMs` is given up, and so is an answer that is not there after
 * `answerMs`; by timers of our own, because a signal that times out is an error made for each request, 0.1 ms.
 */
export const keepConnections = ({ connectMs, answerMs }: Record<'connectMs' | 'answerMs', number>): Exchange => {
  const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  return (url, asked) => {
    const request = send(url, asked, agents);
    const giveUp = (what: string, ms: number) =>
      setTimeout(() => request.destroy(new TimeoutError(`no ${what} after ${ms} ms`)), ms);
    const waiting = giveUp('answer', answerMs);
    request.once('socket', (socket) => {
      if (!socket.connecting) return;
      const connecting = giveUp('connection', connectMs);
      socket.once('connect', () => clearTimeout(connecting));
      request.once('close', () => clearTimeout(connecting));
    });
    request.once('close', () => clearTimeout(waiting));
    return answerTo(request, asked);
  };
};

class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

const answerTo = (request: ClientRequest, { body, signal }: HttpRequest): Promise<HttpResponse> => {
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
  request.on('error', reject).on('response', (response) => {
    let text = '';
    response
      .setEncoding('utf8')
      .on('data', (part: string) => {
        text += part;
      })
      .on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      .on('error', reject);
  });
  // In the place of the option `signal`, for which Node listens to all that can happen to a request.
  const abort = () => request.destroy(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  request.once('close', () => signal.removeEventListener('abort', abort)).end(body);
  return promise;
};
