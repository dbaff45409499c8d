// Training in bfloat16: forward passes with short matrix products, weights and losses in float32.
import type { Module } from '../nn';
import { type Device, type Tensor, torch } from '../torch';

/** Arithmetic of the forward passes in train mode. */
export type Precision = 'fp32' | 'bf16';

/**
 * A forward pass under autocast with a float32 result. Every pass is a context of its own, because autocast keeps the short
 * copies of weights until its context ends: an update between two passes would go unseen, and so would the graph of a pass
 * that follows one without a graph.
 */
export function autocastForward(network: Module, device: Device, inputs: readonly Tensor[]): Tensor {
  const type = device.split(':')[0] as string;
  return torch.autocast(type, { dtype: 'bfloat16' }, () => network.forward(...inputs)).to('float32');
}
