// Answers with a file: whole, in part, or not at all when the asker has it already (RFC 9110, sections 13 and 14).
import fs from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { OpenFile } from './confined';
import { HEADERS } from './guard';

/** The first and the last byte of an answer. */
interface Part {
  first: number;
  last: number;
}

/**
 * Sends an open file and closes it. What is appended meanwhile is not sent.
 *
 * @param type the media type
 * @param caching of the `Cache-Control` header; default: asked for each time, and sent when it has changed
 */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { descriptor, stats }: OpenFile,
  type: string,
  caching = 'no-cache',
): void {
  const tag = `"${stats.ino}-${stats.size}-${stats.mtimeMs}"`;
  const head = {
    ...HEADERS,
    'Content-Type': type,
    'Cache-Control': caching,
    ETag: tag,
    'Accept-Ranges': 'bytes',
  };
  const part = wantedPart(request.headers.range, stats.size);
  const known = request.headers['if-none-match'];
  if (known !== undefined && (known === '*' || known.split(/,\s*/).includes(tag))) {
    response.writeHead(304, head).end();
  } else if (part === 'unsatisfiable') {
    response.writeHead(416, { ...head, 'Content-Range': `bytes */${stats.size}` }).end();
  } else {
    const { first, last } = part ?? { first: 0, last: stats.size - 1 };
    const length = last - first + 1;
    response.writeHead(part ? 206 : 200, {
      ...head,
      'Content-Length': length,
      ...(part ? { 'Content-Range': `bytes ${first}-${last}/${stats.size}` } : {}),
    });
    if (request.method !== 'HEAD' && length > 0) {
      const content = fs.createReadStream('', { fd: descriptor, start: first, end: last });
      pipeline(content, response, () => {});
      return;
    }
    response.end();
  }
  fs.closeSync(descriptor);
}

/** The part that a `Range` header asks for; undefined for the whole, which is also the answer to several parts at once. */
function wantedPart(range: string | undefined, size: number): Part | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return first > last || first >= size ? 'unsatisfiable' : { first, last };
}
