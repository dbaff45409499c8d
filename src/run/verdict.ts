// What rank 0 tells the other processes of a run: when what is due, and what its watch found.
import { type Finding, NotFiniteError, type TrainOptions } from '../gan';
import type { Rollbacks } from './rollbacks';

/** When what is due, so that all processes do it at the same steps; plain JSON. */
export interface Plan
  extends Required<Pick<TrainOptions, 'logEvery' | 'sampleEvery' | 'checkpointEvery' | 'seconds'>> {
  /** Steps between looks of the watch; 0 without one. */
  watchEvery: number;
  rollbacks: Rollbacks;
}

/** What a look of the watch gave; plain JSON. */
export interface Verdict {
  findings: readonly Finding[];
  /** What is not finite, and the step. */
  broken?: { what: string; step?: number };
}

/** The intervals of a plan, as `gan.train` takes them. */
export function trainingOf({ logEvery, sampleEvery, checkpointEvery }: Plan) {
  return { logEvery, sampleEvery, checkpointEvery };
}

/** A look as a value, so that it can be told. */
export function verdictOf(look: () => Finding[]): Verdict {
  try {
    return { findings: look() };
  } catch (error) {
    if (!(error instanceof NotFiniteError)) throw error;
    return { findings: [], broken: { what: error.what, step: error.step } };
  }
}

/** @throws NotFiniteError where the look found that */
export function heed({ findings, broken }: Verdict): readonly Finding[] {
  if (broken) throw new NotFiniteError(broken.what, broken.step);
  return findings;
}
