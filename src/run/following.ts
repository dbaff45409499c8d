// Who follows a run while it trains, and who ends it.
import type { Finding, StepRecord, TrainProgress } from '../gan';

/** Told what happens while a run trains, which waits for hooks that return promises. What a hook throws ends training. */
export interface RunHooks {
  /** After every step. */
  step?(progress: TrainProgress): unknown;
  /**
   * For every step, when its losses are known; `logged` where the recipe prints a line: at the first step, every `logEvery`
   * steps, and at the last.
   */
  losses?(record: StepRecord, logged: boolean): unknown;
  /** A picture or the generator was written. */
  wrote?(file: string): unknown;
  /** A checkpoint was written: a folder in the run's `checkpoints`. */
  checkpoint?(folder: string, step: number): unknown;
  /** The watch found something wrong with the run, or that it is over. */
  found?(finding: Finding): unknown;
}

/** How a run ends before its last step. */
export interface RunControl {
  /** Ends training after the step in progress; everything is saved. */
  signal?: AbortSignal;
  /** After that: ends the waiting for a disk that takes no files. */
  giveUp?: AbortSignal;
  /** Seconds to wait at the end for a disk that takes no files; default 0. */
  patience?: number;
}
