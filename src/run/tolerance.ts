// Writing that may fail for a while: a full disk causes a warning, not the end of the run.
import { WriteError } from '../io';
import type { Warn } from '../warn';

/** Warns once when files of a kind cannot be written, and reports when they can be again. */
export class Tolerance {
  private readonly failing = new Set<string>();

  constructor(private readonly warn: Warn) {}

  /**
   * Runs `write`.
   *
   * @param kind what is written, in the plural
   * @param consequence what follows from the failure, as the end of a sentence
   * @returns whether it was written
   * @throws what `write` throws, but for a WriteError
   */
  try(kind: string, consequence: string, write: () => void): boolean {
    try {
      write();
    } catch (error) {
      if (!(error instanceof WriteError)) throw error;
      if (!this.failing.has(kind)) this.warn(`${error.problem}; ${consequence}`, error.hint);
      this.failing.add(kind);
      return false;
    }
    if (this.failing.delete(kind)) this.warn(`${kind} can be written again`);
    return true;
  }
}

/** One thing that must be written before a run ends. */
export type Task = () => void;

export interface Persistence {
  /** Told once, when something cannot be written yet. */
  warn: Warn;
  /** How long to try. */
  seconds: number;
  /** Ends the attempts. */
  signal?: AbortSignal;
}

const PAUSE_MILLISECONDS = 500;

/**
 * Runs every task, and again those that could not write, until all are done.
 *
 * @throws WriteError when one still cannot after so many seconds, or `signal` is aborted; the others are done
 */
export async function writeAll(
  tasks: readonly Task[],
  { warn, seconds, signal }: Persistence,
): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  let failed = attempt(tasks);
  if (failed[0] && seconds > 0) {
    const { problem, hint } = failed[0].error;
    warn(`${problem}; waiting up to ${seconds} s for it, Ctrl-C ends the wait`, hint);
  }
  while (failed.length > 0 && performance.now() < deadline && !signal?.aborted) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    failed = attempt(failed.map(({ task }) => task));
  }
  const [first] = failed;
  if (first) throw first.error;
}

function attempt(tasks: readonly Task[]): { task: Task; error: WriteError }[] {
  return tasks.flatMap((task) => {
    try {
      task();
      return [];
    } catch (error) {
      if (error instanceof WriteError) return [{ task, error }];
      throw error;
    }
  });
}
