// The training loop: steps, and at their time log records, samples and checkpoints.

import { UsageError } from '../errors';
import type { Tensor } from '../torch';
import { torch } from '../torch';
import { handOver, scopeOfCallback } from '../torch/scope';
import { isThenable } from '../torch/synchronous';
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

/**
 * What the loop calls, and when. Each is given the number of steps done. The loop waits for hooks that return promises: an
 * asynchronous one sees the networks as they were at its step. What a hook throws ends training.
 */
export interface TrainHooks {
  /** After every step. Tensors that it makes are freed. */
  step?(record: StepRecord): unknown;
  /** When `sampleEvery` steps are done, before `sample`: what that step was shown and what it made. Freed afterwards. */
  batch?(step: number, images: BatchImages): unknown;
  /** When `sampleEvery` steps are done. */
  sample?(step: number): unknown;
  /** When `checkpointEvery` steps are done, at the end, and when the run is interrupted. */
  checkpoint?(step: number, progress: TrainProgress): unknown;
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
 * @throws NotFiniteError when a loss is not finite, UsageError when `batches` gives no tensor, and whatever a hook throws
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const { gan, batches, steps, hooks = {}, signal, sampleEvery = 0, checkpointEvery = 0 } = options;
  const progress: TrainProgress = { step: 0, images: 0, seconds: 0, ...options.from };
  let lastTurn = performance.now();
  let saved = progress.step;
  const checkpoint = async (): Promise<void> => {
    await hooks.checkpoint?.(progress.step, { ...progress });
    saved = progress.step;
  };
  while (progress.step < steps && !signal?.aborted) {
    const sampling = sampleEvery > 0 && (progress.step + 1) % sampleEvery === 0;
    const ended = scopeOfCallback(() => {
      const started = performance.now();
      const reals = nextBatch(batches);
      const fakes: Tensor[] = [];
      const show = (made: Tensor): void => {
        if (fakes.length === 0) fakes.push(torch.keep(made.detach().clone()));
      };
      let losses: Losses;
      try {
        losses = gan.step(reals, sampling && hooks.batch ? { show } : {});
      } finally {
        fakes.forEach(handOver);
      }
      progress.step += 1;
      progress.images += reals.shape[0] as number;
      progress.seconds += (performance.now() - started) / 1000;
      const recorded = hooks.step?.({ ...progress, ...losses });
      if (!sampling) return recorded;
      const images: BatchImages = fakes[0] ? { reals, fakes: fakes[0] } : { reals };
      const look = () => hooks.batch?.(progress.step, images);
      return isThenable(recorded) ? recorded.then(look) : look();
    });
    // Only where there is something to wait for: each `await` costs a step some microseconds.
    if (ended) await ended;
    if (sampling) await hooks.sample?.(progress.step);
    if (checkpointEvery > 0 && progress.step % checkpointEvery === 0) await checkpoint();
    if (performance.now() - lastTurn > TURN_MILLISECONDS) {
      await new Promise((resolve) => setImmediate(resolve));
      lastTurn = performance.now();
    }
  }
  if (saved !== progress.step) await checkpoint();
  return { ...progress, interrupted: progress.step < steps };
}

function nextBatch(batches: BatchSource): Tensor {
  const reals: unknown = batches.next();
  if (reals instanceof torch.Tensor) return reals;
  if (isThenable(reals)) reals.then(undefined, () => {});
  throw new UsageError(
    `batches.next: expected a Tensor of images, got ${isThenable(reals) ? 'a promise' : typeof reals}`,
    'have the images ready when next() is called; data.Loader does',
  );
}
