// Clipping gradients, in place and without handles for them.
import { checkOptions, describeValue } from '../options';
import type { Tensor } from '../torch';
import { native } from '../torch';

/** Settings of `clipGradNorm_`. */
export interface ClipNormOptions {
  /** Exponent of the norm; Infinity takes the largest element. Default 2. */
  normType?: number;
  /** Whether a norm that is not finite is an error (which waits for the device). Default false. */
  errorIfNonfinite?: boolean;
}

function listOf(owner: string, params: Iterable<Tensor>): Tensor[] {
  if (typeof params !== 'object' || params === null || !(Symbol.iterator in params)) {
    throw new TypeError(`${owner}: params must be an array of Tensors, got ${describeValue(params)}`);
  }
  return [...params];
}

/**
 * Scales all gradients together so that their common norm is at most `maxNorm`.
 *
 * @returns the norm before clipping, a scalar tensor on the first gradient's device.
 */
export function clipGradNorm_(
  params: Iterable<Tensor>,
  maxNorm: number,
  options: ClipNormOptions = {},
): Tensor {
  checkOptions('clipGradNorm_', options, ['normType', 'errorIfNonfinite']);
  const { normType = 2, errorIfNonfinite = false } = options;
  const list = listOf('clipGradNorm_', params);
  return native.clipGradientNorm(list, maxNorm, normType, errorIfNonfinite) as Tensor;
}

/** Clamps every element of every gradient to [-clipValue, clipValue], as Keras' `clipvalue` does. */
export function clipGradValue_(params: Iterable<Tensor>, clipValue: number): void {
  native.clipGradientValue(listOf('clipGradValue_', params), clipValue);
}
