// The training loop: steps, and at their time log records, samples and checkpoints.
import type { Tensor } from '../torch';
import { torch } from '../torch';
import type { Gan } from './gan';
import type { Losses } from './stepLosses';

/** Where batches come from. */
export interface BatchSource {
  /** The next batch of real images; its owner is the caller. */
  next(): Tensor;
  /** The position in the data, as plain JSON or tensors, so that training can go on where it was. */
  state(): unknown;
  loadState(state: unknown): void;
}

/** One logged step. */
export type StepRecord = {
  /** Updates done, counted from 1. */
  step: number;
  /** Real images shown to the discriminator so far. */
  images: number;
  /** Training time so far, samples and checkpoints not counted. */
  seconds: number;
} & Losses;

/** What the loop calls, and when. Each is given the number of steps done. */
export interface TrainHooks {
  /** After every step. */
  step?(record: StepRecord): void;
  /** When `sampleEvery` steps are done, before `sample`: what that step was shown and what it made. Freed afterwards. */
  batch?(step: number, images: BatchImages): void;
  /** When `sampleEvery` steps are done. */
  sample?(step: number): void;
  /** When `checkpointEvery` steps are done, at the end, and when the run is interrupted. */
  checkpoint?(step: number, progress: TrainProgress): void;
}

/** The images of one step, N x C x H x W in the value range. */
export interface BatchImages {
  readonly reals: Tensor;
  /** The step's first generated images; absent when the step shows none. */
  readonly fakes?: Tensor;
}

/** How far training has come. */
export interface TrainProgress {
  step: number;
  images: number;
  seconds: number;
}

export interface TrainOptions {
  gan: Gan;
  batches: BatchSource;
  /** The number of the last step. */
  steps: number;
  /** Progress of an earlier run that goes on; default: nothing done. */
  from?: TrainProgress;
  /** Steps between samples; 0 (the default) for none. */
  sampleEvery?: number;
  /** Steps between checkpoints; 0 (the default) for one at the end only. */
  checkpointEvery?: number;
  hooks?: TrainHooks;
  /** Ends training after the step in progress and its checkpoint. */
  signal?: AbortSignal;
}

/** How training ended. */
export interface TrainResult extends TrainProgress {
  interrupted: boolean;
}

// The event loop gets a turn this often, so that signals arrive while training runs.
const TURN_MILLISECONDS = 50;

/**
 * Trains until `steps` steps are done or `signal` is aborted. Training runs where it is started; between steps the event
 * loop gets a turn about every 50 ms.
 *
 * @throws NotFiniteError when a loss is not finite
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const { gan, batches, steps, hooks = {}, signal, sampleEvery = 0, checkpointEvery = 0 } = options;
  const progress: TrainProgress = { step: 0, images: 0, seconds: 0, ...options.from };
  let lastTurn = performance.now();
  let saved = progress.step;
  const checkpoint = (): void => {
    hooks.checkpoint?.(progress.step, { ...progress });
    saved = progress.step;
  };
  while (progress.step < steps && !signal?.aborted) {
    const sampling = sampleEvery > 0 && (progress.step + 1) % sampleEvery === 0;
    torch.scope(() => {
      const started = performance.now();
      const reals = batches.next();
      const shown: { fakes?: Tensor } = {};
      const show = (fakes: Tensor): void => {
        shown.fakes ??= torch.keep(fakes.detach().clone());
      };
      const losses = gan.step(reals, sampling && hooks.batch ? { show } : {});
      progress.step += 1;
      progress.images += reals.shape[0] as number;
      progress.seconds += (performance.now() - started) / 1000;
      hooks.step?.({ ...progress, ...losses });
      if (sampling) hooks.batch?.(progress.step, { reals, ...shown });
      shown.fakes?.dispose();
    });
    if (sampling) hooks.sample?.(progress.step);
    if (checkpointEvery > 0 && progress.step % checkpointEvery === 0) checkpoint();
    if (performance.now() - lastTurn > TURN_MILLISECONDS) {
      await new Promise((resolve) => setImmediate(resolve));
      lastTurn = performance.now();
    }
  }
  if (saved !== progress.step) checkpoint();
  return { ...progress, interrupted: progress.step < steps };
}
