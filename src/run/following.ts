// Hooks of a run while it trains, and the ways to end it.
import type { Finding, StepRecord, TrainProgress } from '../gan';
import type { RunScores } from './evaluating';

/** Hooks that a run calls while it trains. It waits for those that return promises; an error in one ends training. */
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
  /** The run was evaluated. */
  evaluated?(scores: RunScores): unknown;
  /** The watch found a problem of the run, or the end of one. */
  found?(finding: Finding): unknown;
}

/** How a run ends before its last step. */
export interface RunControl {
  /** Ends training after the current step; everything is saved. */
  signal?: AbortSignal;
  /** After that: ends the wait for a disk that cannot be written to. */
  giveUp?: AbortSignal;
  /** Seconds to wait at the end for a disk that cannot be written to; default 0. */
  patience?: number;
}
