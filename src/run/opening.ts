// The opening of a session: whom it tells of what it meets, and how it is interrupted before anything is written.
import { TadpoleError } from '../errors';
import type { Warn } from '../warn';

/** How a session is opened. */
export interface OpenOptions {
  /** Told of what does not end the run: damage that is passed over, files that cannot be written. Default: `console.warn`. */
  warn?: Warn;
  /** Ends the opening before anything is written. */
  signal?: AbortSignal;
  /** Called when everything is loaded, before anything is written. */
  loaded?: () => void;
}

/** What an interruption says before a new run, and before an earlier one goes on. */
export const NOTHING_WRITTEN = 'interrupted before the first step; nothing was written';
export const NOTHING_CHANGED = 'interrupted before the run went on; it is as it was';

/** The opening of a session was interrupted. */
export class Interrupted extends TadpoleError {
  override readonly name: string = 'Interrupted';
}

/** Lets signals that came meanwhile arrive. @throws Interrupted when one did */
export async function letSignalsIn(signal: AbortSignal | undefined, word: string): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal?.aborted) throw new Interrupted(word);
}
