// Notifies pages of changed runs with server-sent events. Folders are read only while a page listens.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HEADERS } from './guard';
import type { Change, RunSummary } from './protocol';

const LOOK_MILLISECONDS = 1000;

// Proxies in between, such as the tunnel of an editor, close silent connections.
const SILENT_LOOKS = 15;

/** Checks the runs once per second, and notifies every listener. */
export class Changes {
  private readonly listeners = new Set<ServerResponse>();
  private timer: NodeJS.Timeout | undefined;
  private known = new Map<string, string>();
  private looks = 0;

  /** @param summaries every run as it is */
  constructor(private readonly summaries: () => RunSummary[]) {}

  /** Answers with a stream that ends with the client or the server. */
  listen(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, {
      ...HEADERS,
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 2000\n\n');
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    if (this.listeners.size === 0) {
      this.known = this.prints();
      this.timer = setInterval(() => this.look(), LOOK_MILLISECONDS);
    }
    this.listeners.add(response);
    response.on('close', () => this.drop(response));
  }

  /** Ends every stream. */
  close(): void {
    for (const response of [...this.listeners]) {
      this.drop(response);
      response.end();
    }
  }

  private drop(response: ServerResponse): void {
    this.listeners.delete(response);
    if (this.listeners.size === 0) clearInterval(this.timer);
  }

  private look(): void {
    const before = this.known;
    this.known = this.prints();
    const ids = [...new Set([...before.keys(), ...this.known.keys()])];
    const change: Change = { runs: ids.filter((id) => before.get(id) !== this.known.get(id)) };
    this.looks += 1;
    const isSilent = change.runs.length === 0;
    if (isSilent && this.looks % SILENT_LOOKS !== 0) return;
    const text = isSilent ? ': still here\n\n' : `event: changed\ndata: ${JSON.stringify(change)}\n\n`;
    for (const response of this.listeners) response.write(text);
  }

  private prints(): Map<string, string> {
    return new Map(this.summaries().map((run) => [run.id, JSON.stringify(run)]));
  }
}
