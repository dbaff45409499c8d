// Allowed requests: those of this server's pages and of programs on this machine; not of other web pages, and none that write.
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

const OWN_HOSTS = new Set(['127.0.0.1', 'localhost']);

/** A refused request: the status, and a reason to show. */
export interface Refusal {
  status: number;
  reason: string;
}

/**
 * Why a request is refused; undefined when it may be answered.
 *
 * A foreign name in `Host` is that of a page whose name was made to point here (DNS rebinding). `Origin` and `Sec-Fetch-Site`
 * identify requests that a foreign page makes by itself; following a link to the page itself is allowed.
 */
export function refusal({ method, headers, url }: IncomingMessage): Refusal | undefined {
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, reason: 'nothing can be written here: only GET and HEAD are answered' };
  }
  const host = headers.host ?? '';
  if (!OWN_HOSTS.has(host.replace(/:\d+$/, ''))) {
    return { status: 403, reason: 'this server answers to 127.0.0.1 and localhost only' };
  }
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    return { status: 403, reason: 'this server answers no other web page' };
  }
  const site = headers['sec-fetch-site'] ?? 'none';
  const followsLink = headers['sec-fetch-mode'] === 'navigate' && url === '/';
  if (site !== 'same-origin' && site !== 'none' && !followsLink) {
    return { status: 403, reason: 'this server answers no other web page' };
  }
  return undefined;
}

/** The headers of every answer: the page loads nothing from elsewhere, and no other page can show or read what is here. */
export const HEADERS: OutgoingHttpHeaders = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
    "img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
