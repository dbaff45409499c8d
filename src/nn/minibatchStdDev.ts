// Minibatch standard deviation: tells the discriminator how varied a batch is.
import { type Share, sharedOut } from '../dist';
import { checkOptions } from '../options';
import { type Tensor, torch } from '../torch';
import { checkCounts, checkRank } from './checks';
import { Module } from './module';
import { deviationOverRanks } from './rankDeviation';
import { float } from './repr';

/** Settings of MinibatchStdDev. */
export interface MinibatchStdDevOptions {
  /** Images that are compared with each other; the largest divisor of the batch up to this. Default 4. */
  groupSize?: number;
  /** Channels that are added, each the deviation of its part of the input's channels. Default 1. */
  numFeatures?: number;
  /** Added to the variance. Default 1e-8. */
  eps?: number;
}

/**
 * Adds channels that hold the standard deviation over images of a group, averaged over channels and pixels (Karras et al.,
 * "Progressive growing of GANs for improved quality, stability, and variation", 2018, section 3; groups as in StyleGAN2).
 * The images of a group are those at the same place in each of `groupSize` equal parts of the batch.
 *
 * Input [batch, channels, height, width], output [batch, channels + numFeatures, height, width].
 */
export class MinibatchStdDev extends Module {
  readonly groupSize: number;
  readonly numFeatures: number;
  readonly eps: number;

  constructor(options: MinibatchStdDevOptions = {}) {
    super();
    checkOptions(this.constructor.name, options, ['groupSize', 'numFeatures', 'eps']);
    const { groupSize = 4, numFeatures = 1, eps = 1e-8 } = options;
    checkCounts('MinibatchStdDev', { groupSize, numFeatures });
    this.groupSize = groupSize;
    this.numFeatures = numFeatures;
    this.eps = eps;
  }

  /** @throws RangeError when the channels cannot be divided by `numFeatures` */
  forward(x: Tensor): Tensor {
    checkRank(x, [4], 'MinibatchStdDev', '[batch, channels, height, width]');
    const [batch, channels, height, width] = x.shape as [number, number, number, number];
    const { numFeatures: features } = this;
    if (channels % features !== 0) {
      throw new RangeError(
        `MinibatchStdDev: channels (${channels}) must be divisible by numFeatures (${features})`,
      );
    }
    const share = sharedOut();
    const planes =
      share !== undefined && batch % share.count === 0 ? this.planesOverRanks(x, share) : this.planes(x);
    const shaped = planes.reshape([batch, features, 1, 1]).to(x.dtype);
    return torch.cat([x, shaped.expand([batch, features, height, width])], 1);
  }

  /** One value per image and feature. */
  private planes(x: Tensor): Tensor {
    const [batch, channels, height, width] = x.shape as [number, number, number, number];
    const { numFeatures: features, eps } = this;
    const group = largestDivisor(batch, this.groupSize);
    const groups = batch / group;
    const grouped = x.reshape([group, groups, features, channels / features, height, width]);
    const deviation = grouped
      .sub(grouped.mean([0], true))
      .square()
      .mean([0])
      .add(eps)
      .sqrt();
    return deviation.mean([2, 3, 4]).repeat([group, 1]);
  }

  /** The same, where the batch is shared out among several processes. */
  private planesOverRanks(x: Tensor, share: Share): Tensor {
    const sizeOf = (batch: number): number => largestDivisor(batch, this.groupSize);
    const { deviation, groupOf } = deviationOverRanks(x, share, sizeOf, this.eps);
    const [groups, channels, ...sides] = deviation.shape as [number, number, number, number];
    const { numFeatures: features } = this;
    const grouped = deviation.reshape([groups, features, channels / features, ...sides]);
    return grouped.mean([2, 3, 4]).indexSelect(0, groupOf);
  }

  override extraRepr(): string {
    return `group_size=${this.groupSize}, num_features=${this.numFeatures}, eps=${float(this.eps)}`;
  }
}

function largestDivisor(count: number, limit: number): number {
  let divisor = Math.min(limit, count);
  while (divisor > 1 && count % divisor !== 0) divisor -= 1;
  return Math.max(divisor, 1);
}
