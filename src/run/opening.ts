// The opening of a session: its warnings, and how to interrupt it before anything is written.
import { Interrupted } from '../errors';
import type { Warn } from '../warn';

/** How a session is opened. */
export interface OpenOptions {
  /** Called with problems that do not end the run: damage that is skipped, files that cannot be written. Default: `console.warn`. */
  warn?: Warn;
  /** Ends the opening before anything is written. */
  signal?: AbortSignal;
  /** Called when everything is loaded, before anything is written. */
  loaded?: () => void;
}

/** The messages of an interruption before a new run starts, and before an earlier one is resumed. */
export const NOTHING_WRITTEN = 'interrupted before the first step; no run was written';
export const NOTHING_CHANGED = 'interrupted before the run was resumed; nothing was changed';

/** Lets pending signals arrive. @throws Interrupted when one did */
export async function letSignalsIn(signal: AbortSignal | undefined, word: string): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal?.aborted) throw new Interrupted(word);
}
