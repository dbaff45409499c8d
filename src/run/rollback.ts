// What a run does when it goes wrong: goes on, stops, or goes back to where it was well and tries again, more slowly.
import { TadpoleError } from '../errors';
import { drawApart, type Finding, NotFiniteError, type Watch } from '../gan';
import { torch } from '../torch';
import { listCheckpoints, readCheckpoint } from './checkpoint';
import { type RunEvent, rewindEvents } from './events';
import { type RunFolder, stepOf } from './folder';
import { stateOfFirst } from './ranks';
import { type Fatal, MOST_ROLLBACKS, nextRollbacks, type Rollbacks } from './rollbacks';
import { restoreState, type StatefulParts } from './savedState';
import { streamSeed } from './seeds';

/** What is done about a collapse, a dead discriminator, and losses or weights that are not finite (which `warn` stops at, too). */
export type OnTrouble = 'warn' | 'stop' | 'rollback';

/** A run has gone wrong, and was asked not to go on like that. */
export class TroubleError extends TadpoleError {
  override readonly name = 'TroubleError';

  constructor(
    readonly trouble: Fatal,
    readonly step: number,
    /** What is wrong, without the step. */
    readonly what: string,
    remedy: string,
  ) {
    super(`step ${step}: ${what}`, remedy);
  }
}

/** The error of a finding that ends training; undefined for one that a run can live with. */
export function troubleOf({ trouble, recovered, step, message, remedy }: Finding): TroubleError | undefined {
  const isFatal = trouble === 'collapse' || trouble === 'deadDiscriminator';
  return isFatal && !recovered ? new TroubleError(trouble, step, message, remedy) : undefined;
}

/** The trouble that an error tells of; undefined for any other error. @param step that was in progress */
export function troubleIn(error: unknown, step: number): TroubleError | undefined {
  if (error instanceof TroubleError) return error;
  if (!(error instanceof NotFiniteError)) return undefined;
  return new TroubleError('notFinite', error.step ?? step, error.problem, error.hint ?? '');
}

/**
 * The step of the newest checkpoint from before things went wrong; undefined when there is none.
 *
 * @param watch absent where nothing is watched
 * @param trouble default: what may still come, of which the watch would know nothing yet
 */
export function goodStep(checkpoints: string, watch: Watch | undefined, trouble?: Fatal): number | undefined {
  // Checkpoints are only ever made of finite weights.
  const last = trouble === 'notFinite' || !watch ? Number.POSITIVE_INFINITY : watch.lastGood;
  return listCheckpoints(checkpoints)
    .map(stepOf)
    .find((step) => step <= last);
}

/**
 * The state of the newest good checkpoint.
 *
 * @throws the trouble itself, when there is no such checkpoint or it is damaged, or the run has gone back often enough
 */
function goodState(
  checkpoints: string,
  trouble: TroubleError,
  { watch, rollbacks, folder }: Pick<GoingBack, 'watch' | 'rollbacks' | 'folder'>,
): unknown {
  const giveUp = (reason: string): TroubleError =>
    new TroubleError(trouble.trouble, trouble.step, `${trouble.what}; ${reason}`, trouble.hint ?? '');
  if (rollbacks.count >= MOST_ROLLBACKS) throw giveUp(`given up after ${MOST_ROLLBACKS} roll-backs`);
  const step = goodStep(checkpoints, watch, trouble.trouble);
  if (step === undefined) throw giveUp('there is no checkpoint from before that to go back to');
  try {
    return readCheckpoint(folder.checkpoint(step));
  } catch (error) {
    throw giveUp(`the checkpoint to go back to cannot be used: ${(error as Error).message}`);
  }
}

/** What of a run goes back. */
export interface GoingBack extends Omit<StatefulParts, 'rollbacks'> {
  readonly rollbacks: Rollbacks;
  readonly folder: RunFolder;
  /** Of the run. */
  readonly seed: number;
}

/**
 * Puts a run where it was before the trouble, to go on more slowly and with other noise. Its events after that are dropped.
 *
 * @returns how often it has gone back now
 * @throws the trouble itself, when there is nothing to go back to, or the run has gone back often enough
 */
export function goBack(run: GoingBack, trouble: TroubleError): Rollbacks {
  const { folder, trainer, seed } = run;
  const rollbacks = nextRollbacks(run.rollbacks, trouble.trouble);
  torch.scope(() => {
    const state = goodState(folder.checkpoints, trouble, run);
    stateOfFirst(state);
    restoreState(run, state);
  });
  trainer.rates = rollbacks.rates;
  redraw(trainer, seed, rollbacks);
  rewindEvents(folder.events, trainer.progress.step);
  return rollbacks;
}

/** Draws other noise than before: other latents, and other dropout masks in each process. */
export function redraw(trainer: GoingBack['trainer'], seed: number, { count }: Rollbacks): void {
  const own = streamSeed(seed, 'rollbacks') + count;
  torch.manualSeed(own);
  drawApart(trainer.device);
  trainer.random?.manualSeed(own);
}

/** The line in `events.jsonl` of numbers that are not finite, which ended the run. */
export function brokenEvent({ step, what, hint }: TroubleError): RunEvent {
  return { step, event: 'notFinite', message: what, remedy: hint };
}

/** The line of a roll-back in `events.jsonl`, of the step that the run went back to. */
export function rollbackEvent(
  { trouble, step: from, what }: TroubleError,
  step: number,
  to: Rollbacks,
): RunEvent {
  return {
    step,
    event: 'rollback',
    trouble,
    from,
    count: to.count,
    generatorRate: to.rates.generator,
    discriminatorRate: to.rates.discriminator,
    message: what,
  };
}
