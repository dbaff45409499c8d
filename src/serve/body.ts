// Bodies of requests: no more of one is read than is allowed.
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { RequestError } from './failure';

/** Refuses requests whose body has more than `maxSize` bytes with status 413. */
export function limitBodies(maxSize: number): MiddlewareHandler {
  const refuse = (): never => {
    throw new RequestError(413, `the body has more than ${maxSize} bytes`, 'send several requests');
  };
  const limited = bodyLimit({ maxSize, onError: refuse });
  return async (context, next) => {
    const { method, headers } = context.req.raw;
    if (method === 'GET' || method === 'HEAD') return next();
    // node:http reads no more than a length that was given, so that the body need not become a stream that counts its bytes.
    const length = headers.get('Content-Length');
    if (length === null || headers.has('Transfer-Encoding')) return limited(context, next);
    return Number(length) > maxSize ? refuse() : next();
  };
}
