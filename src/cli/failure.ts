// Failures of the command line: one line for the problem, one for the remedy, and an exit code.
import { TadpoleError, UsageError } from '../errors';

/** The exit codes of the command line. */
export const EXIT = { done: 0, failed: 1, misused: 2, interrupted: 130 } as const;

/** Prints `error: ...` and `hint: ...` to the standard error output; the stack only when `verbose`. */
export function report(error: unknown, verbose: boolean): number {
  const { problem, hint } = explain(error);
  const lines = [`error: ${oneLine(problem)}`, `hint: ${oneLine(hint)}`];
  if (verbose && error instanceof Error && error.stack) lines.push(error.stack);
  process.stderr.write(`${lines.join('\n')}\n`);
  return error instanceof UsageError ? EXIT.misused : EXIT.failed;
}

function explain(error: unknown): { problem: string; hint: string } {
  const fallback = 'run again with --verbose for details';
  if (error instanceof TadpoleError) return { problem: error.problem, hint: error.hint || fallback };
  // Errors of the layers below have problem and remedy in one message, separated by a semicolon.
  const message = error instanceof Error ? error.message : String(error);
  const split = message.search(/; (?!got )/);
  if (split < 0) return { problem: message, hint: fallback };
  return { problem: message.slice(0, split), hint: message.slice(split + 2) };
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, '; ');
}
