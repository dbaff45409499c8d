// Training in bfloat16: matrix products of the forward passes in bfloat16, weights and losses in float32.
import { UsageError } from '../errors';
import type { Module } from '../nn';
import { describeValue } from '../options';
import { type Device, type Tensor, torch } from '../torch';

/** Arithmetic of the forward passes in train mode. */
export type Precision = 'fp32' | 'bf16';

/** The given precision; default fp32. @throws UsageError for another one */
export function checkPrecision(precision: Precision = 'fp32'): Precision {
  if (precision === 'fp32' || precision === 'bf16') return precision;
  throw new UsageError(`precision: expected 'fp32' or 'bf16', got ${describeValue(precision)}`);
}

/**
 * A forward pass under autocast with a float32 result. Every pass has its own context, because autocast caches the bfloat16
 * copies of weights until its context ends: an update between two passes would have no effect, and a pass after one without a
 * graph would have no graph.
 */
export function autocastForward(network: Module, device: Device, inputs: readonly Tensor[]): Tensor {
  const type = device.split(':')[0] as string;
  return torch.autocast(type, { dtype: 'bfloat16' }, () => network.forward(...inputs)).to('float32');
}
