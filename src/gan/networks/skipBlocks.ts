// Blocks that double or halve the size with one convolution, beside a low-pass shortcut.
import {
  BatchNorm2d,
  Conv2d,
  ConvTranspose2d,
  LowPassDownsample2d,
  LowPassUpsample2d,
  Module,
} from '../../nn';
import { type Tensor, torch } from '../../torch';
import { ACTIVATION_GAIN, initialize_, NEGATIVE_SLOPE } from './variance';

/**
 * Twice the size: a transposed convolution of 4 x 4 with batch norm is added to the input, brought there by a 1 x 1 convolution and
 * low-pass upsampling; then ReLU. [batch, inputs, h, w] -> [batch, outputs, 2 h, 2 w].
 */
export class UpBlock extends Module {
  private readonly convolution: ConvTranspose2d;
  private readonly norm: BatchNorm2d;
  private readonly shortcut: Conv2d;
  private readonly upsample = new LowPassUpsample2d();

  /** @param statistics of the batch norm, as `nn.BatchNorm2d` takes them */
  constructor(inputs: number, outputs: number, statistics: { momentum?: number } = {}) {
    super();
    this.convolution = initialize_(
      new ConvTranspose2d(inputs, outputs, 4, { stride: 2, padding: 1, bias: false }),
      1,
    );
    this.norm = new BatchNorm2d(outputs, statistics);
    this.shortcut = initialize_(new Conv2d(inputs, outputs, 1, { bias: false }), 1);
  }

  forward(x: Tensor): Tensor {
    const detail = this.norm.forward(this.convolution.forward(x));
    // A convolution of single pixels and a resampling can change places; the smaller image costs a quarter.
    const coarse = this.upsample.forward(this.shortcut.forward(x));
    return torch.relu(detail.add(coarse));
  }
}

/**
 * Half the size: a strided convolution of 4 x 4 with leaky ReLU is added to the input, brought there by low-pass downsampling and
 * a 1 x 1 convolution. [batch, inputs, h, w] -> [batch, outputs, h / 2, w / 2].
 */
export class DownBlock extends Module {
  private readonly convolution: Conv2d;
  private readonly shortcut: Conv2d;
  private readonly downsample = new LowPassDownsample2d();

  constructor(inputs: number, outputs: number) {
    super();
    this.convolution = initialize_(
      new Conv2d(inputs, outputs, 4, { stride: 2, padding: 1 }),
      ACTIVATION_GAIN,
    );
    this.shortcut = initialize_(new Conv2d(inputs, outputs, 1, { bias: false }), 1);
  }

  forward(x: Tensor): Tensor {
    const detail = torch.leakyRelu(this.convolution.forward(x), NEGATIVE_SLOPE);
    return detail.add(this.shortcut.forward(this.downsample.forward(x))).mul(Math.SQRT1_2);
  }
}
