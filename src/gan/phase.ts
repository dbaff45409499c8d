// A phase: one update within a training step. It accumulates gradients; the trainer does everything else.
import { checkFields, checkWhole } from '../options';
import type { Device, Generator, Tensor } from '../torch';
import type { Batch } from './batch';
import type { Draw } from './draw';
import type { Model, NetworkName } from './model';
import type { Moment } from './schedule';

/** The losses that a phase returns: tensors of one number each, by name. */
export type PhaseLosses = Record<string, Tensor>;

/** How {@link PhaseContext.backward} runs. */
export interface BackwardOptions {
  /** The network whose gradients are accumulated; default: that of the phase. Required in a phase of both. */
  network?: NetworkName;
  /** Whether another backward pass goes through the same graph; default false. */
  retainGraph?: boolean;
}

/** How {@link PhaseContext.newFakes} makes images. */
export interface FakesOptions {
  /** `false` puts the generator in inference mode: batch norm uses its moving statistics, dropout is off. Default true. */
  training?: boolean;
}

/** The context of a phase. Tensors that it creates are freed when the phase ends. */
export interface PhaseContext extends Moment {
  readonly model: Model;
  readonly device: Device;
  /** The source of random numbers; the device's default generator when absent, as with several processes: each has numbers of its own. */
  readonly random: Generator | undefined;
  /** Draws random values for images of the batch, from `random`; with several processes, those that one alone would draw. */
  readonly draw: Draw;
  /** The batch of real images that the step was given. */
  readonly reals: Batch;
  /** The next batch of the data: in the first call of a step the batch that the step was given, then new ones. */
  nextBatch(): Batch;
  /** Draws latents, one for each real image of the batch. */
  noise(): Tensor;
  /** Images from latents, by the generator in train mode. Labels: default those of the reals. */
  generator(latents: Tensor, labels?: Tensor): Batch;
  /** The discriminator's outputs for a batch, in train mode; images are augmented if the trainer has an augmentation. */
  discriminator(batch: Batch): Tensor;
  /** The same images as a leaf of a graph, for gradients with respect to them; reals stay reals to the augmentation. */
  leaf(batch: Batch): Batch;
  /** The generated images of this step, made at the first call and shared by its phases. A phase of D gets them detached. */
  fakes(): Batch;
  /** Images from new latents; without a graph in a phase of D alone. */
  newFakes(options?: FakesOptions): Batch;
  /** Adds the gradients of `loss` to those of the phase's network, and to no others. Frozen parameters get none. */
  backward(loss: Tensor, options?: BackwardOptions): void;
}

/**
 * One update: the trainer zeroes the gradients of the network, calls `accumulate` (once for each micro-batch), clips and
 * updates. A phase with state returns it from `state` and restores it in `loadState`; then a resumed run continues exactly.
 */
export interface Phase {
  /** Unique in the objective; errors and checkpoints name it. */
  readonly name: string;
  /** Which network is updated, or both at the same weights. */
  readonly network: NetworkName | 'both';
  /** Steps from one execution to the next, beginning with the first step; default 1. */
  readonly every?: number;
  /**
   * Computes losses and calls `backward` on them.
   *
   * @returns the losses to log. Across the phases of a step, `dLoss` and `gLoss` must be among them; losses of the same name from
   *   several phases (or micro-batches) are averaged. Nothing is read from the device here.
   */
  accumulate(context: PhaseContext): PhaseLosses;
  state?(): unknown;
  loadState?(state: never): void;
}

/** The phases of a step, in order. */
export type Objective = readonly Phase[];

/** The same phase several times in a row, as in WGAN-GP: five updates of the critic per update of the generator. */
export function repeat(times: number, phase: Phase): Phase[] {
  checkWhole('repeat', 'times', times, 0);
  checkFields('repeat', 'phase', phase, ['name', 'network', 'accumulate']);
  return Array.from({ length: times }, () => phase);
}
