// Pixel norm: feature vectors, or latents, scaled to mean square 1.
import { checkTensor, type Tensor, torch } from '../torch';
import { checkNumbers } from './checks';
import { Module } from './module';
import { float } from './repr';

/**
 * y = x / sqrt(mean(x^2 over dimension 1) + eps), so that the values of each pixel's channels have mean square 1 (Karras et al.,
 * "Progressive growing of GANs for improved quality, stability, and variation", 2018, section 4.2). Input and output
 * [batch, channels, ...].
 */
export class PixelNorm extends Module {
  /** @param eps Default 1e-8. */
  constructor(readonly eps = 1e-8) {
    super();
    checkNumbers('PixelNorm', { eps });
  }

  forward(x: Tensor): Tensor {
    checkTensor('PixelNorm', 'x', x);
    return x.mul(torch.rsqrt(x.square().mean([1], true).add(this.eps)));
  }

  override extraRepr(): string {
    return `eps=${float(this.eps)}`;
  }
}
