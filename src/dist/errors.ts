// The error of a group of processes that cannot go on.
import { TadpoleError } from '../errors';

/** A rank is missing, has gone, is silent, or differs from the others. */
export class DistError extends TadpoleError {
  override readonly name = 'DistError';

  /** @param isLoss whether another rank has gone or is silent: what went wrong is said there */
  constructor(
    problem: string,
    hint: string,
    readonly isLoss = false,
    options?: ErrorOptions,
  ) {
    super(problem, hint, options);
  }
}

/** Whether an error, perhaps from inside a backward pass, says that another rank has gone or is silent. */
export function isLoss(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TadpoleError) return false;
  return /^rank \d+ of \d+ (has lost another rank|waited \d+ s in vain)/.test(error.message);
}

/** What the addon says of a failed operation, as an error with a remedy; errors of arguments stay as they are. */
export function asDistError(error: unknown, hint: string): unknown {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) return error;
  if (error instanceof TadpoleError) return error;
  return new DistError(withoutAdvice(error.message), hint, true, { cause: error });
}

/** The message without the place in gloo's sources, and gloo's advice to those who debug it. */
function withoutAdvice(message: string): string {
  return message.replace(/\[\/[^\]]*\] /, '').replace(/\. This is typically caused by .*(?=\)$)/s, '');
}
