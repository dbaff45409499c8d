// Requests that are not answered with images: the status, and what to do about it.
import { TadpoleError } from '../errors';

/** An error with its status in HTTP. */
export class RequestError extends TadpoleError {
  override readonly name: string = 'RequestError';

  /** @param headers of the answer */
  constructor(
    readonly status: number,
    problem: string,
    hint = '',
    readonly headers: Record<string, string> = {},
  ) {
    super(problem, hint);
  }
}
