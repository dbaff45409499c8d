// Training in bfloat16: forward passes with short matrix products, weights and losses in float32.
import type { Module } from '../nn';
import { type Device, type Tensor, torch } from '../torch';

/** Arithmetic of the forward passes in train mode. */
export type Precision = 'fp32' | 'bf16';

/**
 * Makes a network's forward pass in train mode run under autocast, with a float32 result; inference stays float32. Every
 * pass is a context of its own, because autocast keeps the short copies of weights until its context ends, and an update
 * between two passes would go unseen.
 */
export function trainInBfloat16(network: Module, device: Device): void {
  const forward = network.forward.bind(network);
  const type = device.split(':')[0] as string;
  network.forward = (...inputs: Tensor[]): Tensor => {
    if (!network.training) return forward(...inputs);
    return torch.autocast(type, { dtype: 'bfloat16' }, () => forward(...inputs)).to('float32');
  };
}
