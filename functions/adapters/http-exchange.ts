/** One HTTP request and its whole answer, over a connection of its own or one that is kept. */
import type { ClientRequest } from 'node:http';

export type Request = {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly signal: AbortSignal;
};

export type Response = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

/** Rejects when there is no whole answer, for whatever reason; any status is an answer. */
export type Exchange = (url: string, request: Request) => Promise<Response>;

// An import of node:http reads whatever it exports, and so loads a WebSocket client: 22 ms of every start.
const http = process.getBuiltinModule('node:http');
const https = process.getBuiltinModule('node:https');

/** Where requests are a minute apart: a connection kept for the next one would be dead by then. */
export const exchangeOnce: Exchange = (url, { body, ...options }) => {
  const send = url.startsWith('https:') ? https.request : http.request;
  const request = send(url, { ...options, agent: false });
  request.end(body);
  return answerTo(request);
};

/** Connections are kept, and given up when they are not there after `connectMs`. */
export const keepConnections = (connectMs: number): Exchange => {
  const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  return (url, { body, ...options }) => {
    const request = url.startsWith('https:')
      ? https.request(url, { ...options, agent: agents.https })
      : http.request(url, { ...options, agent: agents.http });
    request.once('socket', (socket) => {
      if (!socket.connecting) return;
      const timer = setTimeout(() => request.destroy(new Error(`no connection after ${connectMs} ms`)), connectMs);
      socket.once('connect', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
    });
    request.end(body);
    return answerTo(request);
  };
};

const answerTo = (request: ClientRequest): Promise<Response> => {
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
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
  return promise;
};
