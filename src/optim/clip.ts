// Clipping gradients, in place and without handles for them.
import type { Tensor } from '../torch';
import { native } from './native';

/** Settings of `clipGradNorm_`. */
export interface ClipNormOptions {
  /** Exponent of the norm; Infinity takes the largest element. Default 2. */
  normType?: number;
  /** Whether a norm that is not finite is an error (which waits for the device). Default false. */
  errorIfNonfinite?: boolean;
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
  const { normType = 2, errorIfNonfinite = false } = options;
  return native.clipGradientNorm([...params], maxNorm, normType, errorIfNonfinite);
}

/** Clamps every element of every gradient to [-clipValue, clipValue], as Keras' `clipvalue` does. */
export function clipGradValue_(params: Iterable<Tensor>, clipValue: number): void {
  native.clipGradientValue([...params], clipValue);
}
