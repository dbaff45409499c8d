// Listening on the port that is asked for, or the next free one.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TadpoleError, UsageError } from '../errors';

// So many ports are tried where none is asked for.
const TRIED = 20;

/** Where to listen. */
export interface ListenOptions {
  /** An address or a name of this machine. */
  host: string;
  /** 0 for any free one; default: the first free one from `firstPort`. */
  port?: number;
  firstPort: number;
}

/**
 * @returns the port
 * @throws UsageError when the port that is asked for is taken or not allowed; TadpoleError when none is free
 */
export async function listen(
  server: Server,
  { host, port: wanted, firstPort }: ListenOptions,
): Promise<number> {
  const ports =
    wanted === undefined ? Array.from({ length: TRIED }, (_, index) => firstPort + index) : [wanted];
  for (const port of ports) {
    const code = await tryPort(server, host, port);
    if (code === undefined) return (server.address() as AddressInfo).port;
    if (wanted === undefined && code === 'EADDRINUSE') continue;
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new UsageError(`${host} is no address of this machine (${code})`, 'take another --host');
    }
    throw new UsageError(
      code === 'EADDRINUSE' ? `port ${port} is in use` : `port ${port} cannot be listened on (${code})`,
      'take another --port, or leave it out for the next free one',
    );
  }
  throw new TadpoleError(
    `the ports ${firstPort} to ${firstPort + TRIED - 1} are all in use`,
    'give a free one with --port, or 0 for any',
  );
}

/** Undefined when the server listens, else the system's name of the reason. */
function tryPort(server: Server, host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => resolve(error.code ?? error.message);
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve(undefined);
    });
  });
}
