// The opening of a session: whom it tells of what it meets, and how it is interrupted before anything is written.
import { TadpoleError } from '../errors';
import type { Warn } from '../run';

/** How a session is opened. */
export interface OpenOptions {
  /** Told of what does not end the run: damage that is passed over, files that cannot be written. Default: `console.warn`. */
  warn?: Warn;
  /** Ends the opening before anything is written. */
  signal?: AbortSignal;
}

/** The opening of a session was interrupted. */
export class Interrupted extends TadpoleError {
  override readonly name: string = 'Interrupted';
}

/** Lets signals that came meanwhile arrive. @throws Interrupted when one did */
export async function letSignalsIn(signal: AbortSignal | undefined, when: string): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal?.aborted) throw new Interrupted(`interrupted ${when}`);
}
