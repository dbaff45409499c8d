// The handler behind node:http: for this machine, or for others on purpose, and ended without losing what it has taken.
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { isOwnHost, listen, refusal } from '../view';
import type { Handler } from './handler';

const FIRST_PORT = 4500;
// How long a client may take to send a request, and to read the last answers of a server that ends.
const REQUEST_MILLISECONDS = 30_000;
const LAST_MILLISECONDS = 5000;

export interface ServerOptions {
  /** The address to listen on; default 127.0.0.1. */
  host?: string;
  /** Default: the first free one of 4500 to 4519; 0 for any free one. */
  port?: number;
  /** Whether every `Host` and every web page is answered. Default: only `host`, and pages of this server. */
  isPublic?: boolean;
}

/** A server that runs. */
export interface RunningServer {
  /** `http://127.0.0.1:4500/` */
  url: string;
  /** Answers what it has taken, and ends; meanwhile `/v2/health/ready` says no. */
  close(): Promise<void>;
}

/**
 * Serves a handler, which it closes when it ends.
 *
 * @throws UsageError when the address or the port cannot be listened on; TadpoleError when no port is free
 */
export async function startServer(handler: Handler, options: ServerOptions = {}): Promise<RunningServer> {
  const { host = '127.0.0.1', port, isPublic = false } = options;
  const rules = { isOwn: ownNames(host), writable: true };
  const answer = getRequestListener(isPublic ? openToAll(handler) : handler);
  let isClosing = false;
  const unanswered = new Set<ServerResponse>();
  const server = http.createServer(
    { requestTimeout: REQUEST_MILLISECONDS, headersTimeout: REQUEST_MILLISECONDS },
    (request: IncomingMessage, response: ServerResponse) => {
      if (isClosing) endConnection(response);
      unanswered.add(response);
      response.once('close', () => unanswered.delete(response));
      const refused = isPublic ? undefined : refusal(request, rules);
      if (refused === undefined) void answer(request, response);
      else refuse(response, refused.status, refused.reason);
    },
  );
  const listening = await listen(server, { host, port, firstPort: FIRST_PORT });
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listening}/`,
    close: async () => {
      isClosing = true;
      unanswered.forEach(endConnection);
      await handler.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        setTimeout(() => server.closeAllConnections(), LAST_MILLISECONDS).unref();
      });
    },
  };
}

/** Has the client send its next request over another connection: it would be lost where this one is closed meanwhile. */
function endConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

/** The names that requests may call the server by: its own, and any of its addresses when it listens on all. */
function ownNames(host: string): (name: string) => boolean {
  const isEvery = host === '0.0.0.0' || host === '::';
  return (name) => {
    const plain = name.replace(/^\[|\]$/g, '');
    return isOwnHost(name) || plain === host || (isEvery && isIP(plain) !== 0);
  };
}

/** Pages of other sites may ask, read and show. */
function openToAll(handler: Handler): (request: Request) => Response | Promise<Response> {
  const app = new Hono();
  app.options('*', cors());
  app.all('*', async ({ req }) => {
    const response = await handler(req.raw);
    response.headers.set('Access-Control-Allow-Origin', '*');
    response.headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
    return response;
  });
  return app.fetch;
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  const body = JSON.stringify({
    error: reason,
    hint: 'serve with --public to answer every name and every web page',
  });
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
}
