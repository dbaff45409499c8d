// The errors that Tadpole throws deliberately: a problem and its remedy.

/**
 * An error with a remedy. The command line prints `message` as its `error:` line and `hint` as its `hint:` line.
 * In a program, `message` carries both.
 */
export class TadpoleError extends Error {
  override readonly name: string = 'TadpoleError';

  /** What is wrong, without the remedy. */
  readonly problem: string;

  /** What to do about it, one sentence; empty without a remedy. */
  readonly hint: string;

  constructor(problem: string, hint = '', options?: ErrorOptions) {
    super(hint === '' ? problem : `${problem} (${hint})`, options);
    this.problem = problem;
    this.hint = hint;
  }
}

/** A request that can never work as written: an unknown name, a bad value. The command line exits with 2. */
export class UsageError extends TadpoleError {
  override readonly name: string = 'UsageError';
}

/** A run was interrupted before its first step; no run was written. */
export class Interrupted extends TadpoleError {
  override readonly name: string = 'Interrupted';
}
