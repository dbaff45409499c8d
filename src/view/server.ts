// The server behind `tadpole view`: the page, the runs, and what changes, for this machine alone and to read only.
import fs from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { TadpoleError, UsageError } from '../errors';
import { Changes } from './changes';
import { openInside } from './confined';
import { HEADERS, refusal } from './guard';
import { Lab } from './lab';
import type { Library } from './library';
import { listen } from './listen';
import { openPage, PAGE_FILES } from './pageFiles';
import type { Overview, RunSummary } from './protocol';
import { sendFile } from './sendFile';
import { generationOf, summarise } from './summary';

const HOST = '127.0.0.1';
const FIRST_PORT = 4400;

/** The files of a run that can be asked for, with their types. */
const RUN_FILES: readonly (readonly [pattern: RegExp, type: string])[] = [
  [/^(reals|losses|comparison)\.png$/, 'image/png'],
  [/^samples\/step-\d+\.png$/, 'image/png'],
  [/^events\.jsonl$/, 'text/plain; charset=utf-8'],
  [/^(config|status)\.json$/, 'application/json'],
];

export interface ViewOptions {
  /** Default: the first free one of 4400 to 4419; 0 for any free one. */
  port?: number;
}

/** A server that runs. */
export interface View {
  /** `http://127.0.0.1:4400/` */
  url: string;
  close(): Promise<void>;
}

/**
 * Starts the server, on 127.0.0.1 only.
 *
 * @throws UsageError when the port that is asked for is taken or not allowed; TadpoleError when none is free
 */
export async function startView(library: Library, options: ViewOptions = {}): Promise<View> {
  const changes = new Changes(() => overview(library).runs);
  const lab = new Lab((id) => library.find(id));
  const answer = answering(library, changes, lab);
  const server = http.createServer((request, response) => {
    answer(request, response).catch((error: unknown) => fail(response, error));
  });
  const port = await listen(server, { host: HOST, port: options.port, firstPort: FIRST_PORT });
  return {
    url: `http://${HOST}:${port}/`,
    close: () => {
      changes.close();
      lab.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Every run and generator that is shown. */
export function overview(library: Library): Overview {
  const places = library.places();
  return {
    runs: places.flatMap((place): RunSummary[] => (place.kind === 'run' ? [summarise(place)] : [])),
    generators: places.flatMap(({ kind, id, path: shown }) =>
      kind === 'generator' ? [{ id, path: shown }] : [],
    ),
  };
}

/** Sends a value as JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    ...HEADERS,
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

function answering(library: Library, changes: Changes, lab: Lab) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refused = refusal(request);
    if (refused) {
      const allowed = refused.status === 405 ? { Allow: 'GET, HEAD' } : {};
      for (const [name, value] of Object.entries(allowed)) response.setHeader(name, value);
      sendJson(response, { error: refused.reason }, refused.status);
      return;
    }
    const [asked, own] = [request.url ?? '/', `http://${HOST}`];
    if (!URL.canParse(asked, own)) return sendJson(response, { error: 'the address cannot be read' }, 400);
    const address = new URL(asked, own);
    const { pathname } = address;
    const page = PAGE_FILES.get(pathname);
    if (page) return sendFile(request, response, openPage(page.name), page.type);
    if (pathname === '/api/runs') return sendJson(response, overview(library));
    if (pathname === '/api/changes') return changes.listen(request, response);
    if (pathname === '/api/lab') {
      const { value, status } = await lab.answer(address.searchParams);
      return sendJson(response, value, status);
    }
    if (!sendRunFile(library, address, request, response)) sendJson(response, { error: 'not found' }, 404);
  };
}

function sendRunFile(
  library: Library,
  { pathname, searchParams }: URL,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const [, id = '', name = ''] = /^\/runs\/([\w.-]+)\/([\w./-]+)$/.exec(pathname) ?? [];
  const type = RUN_FILES.find(([pattern]) => pattern.test(name))?.[1];
  const place = type === undefined ? undefined : library.find(id);
  const file = place?.kind === 'run' ? openInside(place.root, name) : undefined;
  if (type === undefined || file === undefined) return false;
  const generation = searchParams.get('generation');
  if (generation !== null && generation !== generationOf(file.stats)) {
    fs.closeSync(file.descriptor);
    sendJson(response, { error: `${name} is another file than it was: ask for the runs again` }, 412);
    return true;
  }
  const isVersioned = searchParams.has('v');
  sendFile(request, response, file, type, isVersioned ? 'private, max-age=31536000, immutable' : 'no-cache');
  return true;
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { message } = error instanceof Error ? error : new Error(String(error));
  const [problem, hint] = error instanceof TadpoleError ? [error.problem, error.hint] : [message, ''];
  sendJson(response, { error: problem, hint }, error instanceof UsageError ? 400 : 500);
}
