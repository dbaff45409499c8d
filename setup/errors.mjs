// The error of set-up: what is wrong and what to do about it.

/** A failure that the reader can act on; printed as an `error:` and a `hint:` line. */
export class SetupError extends Error {
  /**
   * @param {string} problem what is wrong
   * @param {string} hint the remedy
   * @param {ErrorOptions} [options]
   */
  constructor(problem, hint, options) {
    super(problem, options);
    this.name = 'SetupError';
    this.hint = hint;
    /** Of the process that ends with it. */
    this.status = 1;
  }
}

/** Exit status of a process that Ctrl-C ended. */
export const INTERRUPTED = 130;

/**
 * For work that did not succeed.
 * @param {Pick<import('./effects.mjs').Effects, 'interrupted'>} effects
 * @throws {SetupError} when it was interrupted
 */
export function refuseInterrupted({ interrupted }) {
  if (!interrupted()) return;
  const error = new SetupError('interrupted', 'run the same command again: it continues from there');
  error.status = INTERRUPTED;
  throw error;
}

/**
 * The message of any thrown value, with the cause that `fetch` hides below it.
 * @param {unknown} error
 * @returns {string}
 */
export function messageOf(error) {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause.message : '';
  return cause && cause !== error.message ? `${error.message}: ${cause}` : error.message;
}
