// The call into libtorch's engine that accumulates gradients.
import { checkOptions } from '../../options';
import { native } from '../addon';
import type { Tensor } from './tensor';

export interface BackwardOptions {
  /** What the outputs' gradient is multiplied with; needed for outputs of more than one element. */
  gradient?: Tensor;
  /** Keep what the graph needs for another backward pass. Default: as `createGraph`. */
  retainGraph?: boolean;
  /** Record this backward pass too, so that gradients of gradients can be taken. Default false. */
  createGraph?: boolean;
  /** Accumulate only into these; the gradients of all other leaves are neither computed nor touched. Default: all leaves. */
  inputs?: readonly Tensor[];
}

/** Adds the gradients of `outputs` to `grad` of the leaves. */
export function backward(outputs: readonly Tensor[], options: BackwardOptions): void {
  checkOptions('Tensor.backward', options, ['gradient', 'retainGraph', 'createGraph', 'inputs']);
  if (options.inputs) checkInputs(options.inputs);
  const gradients = options.gradient === undefined ? [] : [options.gradient];
  native.backward(
    outputs,
    gradients,
    options.retainGraph,
    options.createGraph ?? false,
    options.inputs ?? [],
  );
}

function checkInputs(inputs: readonly Tensor[]): void {
  if (inputs.length === 0) {
    throw new Error("backward: 'inputs' is empty; leave it out to take gradients in all leaves");
  }
  const frozen = inputs.findIndex((input) => input?.requiresGrad === false);
  if (frozen < 0) return;
  throw new Error(
    `backward: tensor ${frozen} of 'inputs' does not require gradients; leave it out, or set requiresGrad before the forward pass`,
  );
}
