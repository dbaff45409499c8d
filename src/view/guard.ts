// Allowed requests: those of a server's own pages and of programs; not of other web pages.
import type { IncomingMessage } from 'node:http';

const OWN_HOSTS = new Set(['127.0.0.1', 'localhost']);

/** Whether a server that listens on 127.0.0.1 goes by this name. @param name from a `Host` header, without the port */
export function isOwnHost(name: string): boolean {
  return OWN_HOSTS.has(name.toLowerCase());
}

/** A refused request: the status, and a reason to show. */
export interface Refusal {
  status: number;
  reason: string;
}

/** Whom a server answers. */
export interface Rules {
  /** Whether it goes by a name in `Host`, without the port. Default: {@link isOwnHost}. */
  isOwn?: (name: string) => boolean;
  /** Whether requests may have a method other than GET and HEAD. Default: no. */
  writable?: boolean;
}

/**
 * Why a request is refused; undefined when it may be answered.
 *
 * A foreign name in `Host` is that of a page whose name was made to point here (DNS rebinding). `Origin` and `Sec-Fetch-Site`
 * identify requests that a foreign page makes by itself; following a link to the page itself is allowed.
 */
export function refusal(
  { method, headers, url }: IncomingMessage,
  { isOwn = isOwnHost, writable = false }: Rules = {},
): Refusal | undefined {
  if (!writable && method !== 'GET' && method !== 'HEAD') {
    return { status: 405, reason: 'nothing can be written here: only GET and HEAD are answered' };
  }
  const host = headers.host ?? '';
  const name = host.replace(/:\d+$/, '');
  if (!isOwn(name)) return { status: 403, reason: `this server does not go by the name '${name}'` };
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
export const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
    "img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
