// Gradients as values, and the modes in which operations are or are not recorded.
import { checkOptions } from '../../options';
import { inMode } from '../../synchronous';
import type { DType } from '../addon';
import { native } from '../addon';
import type { Tensor } from './tensor';

export interface GradOptions {
  /** What each output's gradient is multiplied with; null (or absent) for outputs of one element. */
  gradOutputs?: readonly (Tensor | null)[];
  /** Keep what the graph needs for another backward pass. Default: as `createGraph`. */
  retainGraph?: boolean;
  /** Record this pass too, so that gradients of gradients can be taken. Default false. */
  createGraph?: boolean;
  /** Give null for inputs that the outputs do not depend on, instead of throwing. Default false. */
  allowUnused?: boolean;
}

function asArray<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

/** The gradients of the sum of `outputs` with respect to each of `inputs`; no `grad` is changed. */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: GradOptions & { allowUnused: true },
): (Tensor | null)[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options?: GradOptions,
): Tensor[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: GradOptions = {},
): (Tensor | null)[] {
  checkOptions('torch.autograd.grad', options, ['gradOutputs', 'retainGraph', 'createGraph', 'allowUnused']);
  if (Array.isArray(inputs) && inputs.length === 0)
    throw new RangeError("torch.autograd.grad: argument 'inputs' must hold at least one Tensor, got none");
  return Array.from(
    native.grad(
      asArray(outputs),
      asArray(inputs),
      options.gradOutputs ?? [],
      options.retainGraph,
      options.createGraph ?? false,
      options.allowUnused ?? false,
    ),
  ) as (Tensor | null)[];
}

/**
 * Runs `fn` without recording operations; results do not require gradients.
 *
 * @throws TypeError when `fn` is asynchronous: the mode would end at its first `await`.
 */
export function noGrad<T>(fn: () => T): T {
  return native.withGrad(false, () => inMode('torch.noGrad: fn', fn));
}

/** Runs `fn` with operations recorded, also inside of `noGrad`. @throws TypeError when `fn` is asynchronous. */
export function enableGrad<T>(fn: () => T): T {
  return native.withGrad(true, () => inMode('torch.enableGrad: fn', fn));
}

/**
 * Runs `fn` faster than `noGrad` does; tensors made inside can never take part in a recorded operation.
 *
 * @throws TypeError when `fn` is asynchronous: the mode would end at its first `await`.
 */
export function inferenceMode<T>(fn: () => T): T {
  return native.withInferenceMode(() => inMode('torch.inferenceMode: fn', fn));
}

export function isGradEnabled(): boolean {
  return native.isGradEnabled();
}

export interface AutocastOptions {
  /** Default 'bfloat16'. */
  dtype?: DType;
  /** Default true. */
  enabled?: boolean;
}

/**
 * Runs `fn` with matrix products and convolutions on `device` computed in a shorter dtype, as PyTorch's autocast does.
 *
 * @throws TypeError when `fn` is asynchronous: the mode would end at its first `await`.
 */
export function autocast<T>(device: string, options: AutocastOptions, fn: () => T): T {
  checkOptions('torch.autocast', options, ['dtype', 'enabled']);
  return native.withAutocast(device, options.dtype ?? 'bfloat16', options.enabled ?? true, () =>
    inMode('torch.autocast: fn', fn),
  );
}
