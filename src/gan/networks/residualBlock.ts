// A residual block without normalization, for generators and discriminators.
import { Conv2d, Module } from '../../nn';
import { checkOptions } from '../../options';
import { type Generator, type Tensor, torch } from '../../torch';
import { initialize_, NEGATIVE_SLOPE, residualGain } from './variance';

/** Settings of a residual block. */
export interface ResidualBlockOptions {
  /** Residual blocks in the whole network, for the scale of the initial weights. Default 1. */
  blocks?: number;
  /**
   * Default: none, two 3 x 3 convolutions. A number makes the block R3GAN's: 1 x 1 to `expansion` times the channels, 3 x 3 in
   * `groups`, and 1 x 1 back.
   */
  expansion?: number;
  /** Groups of the 3 x 3 convolutions. Default 1; above it the CPU trains slowly in bf16. */
  groups?: number;
  /** Draws the initial weights; the default generator when absent. */
  generator?: Generator;
}

/**
 * y = x + branch(x), where the branch is convolutions with leaky ReLUs (slope 0.2) between them, and its last weights start at
 * 0: the block starts as the identity. Scales of the initial weights are R3GAN's (Huang et al., "The GAN is dead; long live the
 * GAN!", 2024), which uses no normalization. Input and output [batch, channels, height, width].
 */
export class ResidualBlock extends Module {
  readonly layers: Conv2d[];

  constructor(channels: number, options: ResidualBlockOptions = {}) {
    super();
    checkOptions('ResidualBlock', options, ['blocks', 'expansion', 'groups', 'generator']);
    const { blocks = 1, expansion, groups = 1, generator } = options;
    const wide = channels * (expansion ?? 1);
    const convolution = (inputs: number, outputs: number, kernel: 1 | 3, bias: boolean): Conv2d =>
      new Conv2d(inputs, outputs, kernel, {
        padding: kernel === 3 ? 1 : 0,
        groups: kernel === 3 ? groups : 1,
        bias,
      });
    this.layers =
      expansion === undefined
        ? [convolution(channels, channels, 3, true), convolution(channels, channels, 3, false)]
        : [
            convolution(channels, wide, 1, true),
            convolution(wide, wide, 3, true),
            convolution(wide, channels, 1, false),
          ];
    const gain = residualGain(blocks, this.layers.length);
    for (const [index, layer] of this.layers.entries()) {
      initialize_(layer, index === this.layers.length - 1 ? 0 : gain, generator);
    }
  }

  forward(x: Tensor): Tensor {
    let value = x;
    for (const [index, layer] of this.layers.entries()) {
      value = layer.forward(index === 0 ? value : torch.leakyRelu(value, NEGATIVE_SLOPE));
    }
    return x.add(value);
  }
}
