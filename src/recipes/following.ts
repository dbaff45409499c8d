// Who follows a session while it runs, and who ends it.
import type { Finding, StepRecord, TrainProgress } from '../gan';

/** Told what happens while a session runs. */
export interface SessionListener {
  /** After every step. */
  step?(progress: TrainProgress): void;
  /**
   * For every step, when its losses are known; `logged` where the recipe prints a line: at the first step, every `logEvery`
   * steps, and at the last.
   */
  losses?(record: StepRecord, logged: boolean): void;
  /** A file was written. */
  wrote?(file: string): void;
  /** The watch found something wrong with the run, or that it is over. */
  found?(finding: Finding): void;
}

/** How a session ends before its last step. */
export interface RunControl {
  /** Ends training after the step in progress; everything is saved. */
  signal?: AbortSignal;
  /** After that: ends the waiting for a disk that takes no files. */
  giveUp?: AbortSignal;
  /** Seconds to wait at the end for a disk that takes no files; default 0. */
  patience?: number;
}
