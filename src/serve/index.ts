// A generator for programs: over HTTP, or as a function of web requests.

export { type Handler, handler } from './handler';
export type { Facts } from './messages';
export type { ServeOptions } from './options';
export { type RunningServer, type ServerOptions, startServer } from './server';
