// Resampling by 2 with a low-pass filter, against aliasing and checkerboard artifacts.
import { operator, type Tensor, torch } from '../torch';
import { checkRank } from './checks';
import { Module } from './module';

/**
 * Twice as high and wide: zeros between pixels, then the low-pass filter [1, 3, 3, 1] / 4 along rows and columns, borders
 * repeated (the filter of Karras et al., "A style-based generator architecture", 2019, section 2, and StyleGAN2). It is
 * computed as what it equals, bilinear interpolation, for which there are fast kernels in every precision.
 *
 * Input [batch, channels, height, width], output [batch, channels, 2 height, 2 width].
 */
export class LowPassUpsample2d extends Module {
  forward(x: Tensor): Tensor {
    checkRank(x, [4], 'LowPassUpsample2d', '[batch, channels, height, width]');
    return torch.upsampleBilinear2d(x, [2 * x.size(2), 2 * x.size(3)], false);
  }
}

const adjointOfUpsampling = operator<
  (gradient: Tensor, outputSize: number[], inputSize: number[], alignCorners: boolean) => Tensor
>('upsample_bilinear2d_backward');

/**
 * Half as high and wide: the low-pass filter [1, 3, 3, 1] / 8 along rows and columns, borders repeated, then every second
 * pixel (Zhang, "Making convolutional networks shift-invariant again", 2019; Karras et al., StyleGAN2). It is the adjoint of
 * {@link LowPassUpsample2d} over 4, and computed as such: depthwise convolutions are many times slower in bfloat16.
 *
 * Input [batch, channels, height, width] of even height and width, output [batch, channels, height / 2, width / 2].
 */
export class LowPassDownsample2d extends Module {
  /** @throws RangeError for a height or width that is odd */
  forward(x: Tensor): Tensor {
    checkRank(x, [4], 'LowPassDownsample2d', '[batch, channels, height, width]');
    const [batch, channels, height, width] = x.shape as [number, number, number, number];
    if (height % 2 !== 0 || width % 2 !== 0) {
      throw new RangeError(
        `LowPassDownsample2d: height and width must be even, got shape [${x.shape.join(', ')}]`,
      );
    }
    return adjointOfUpsampling(x, [height, width], [batch, channels, height / 2, width / 2], false).mul(0.25);
  }
}
