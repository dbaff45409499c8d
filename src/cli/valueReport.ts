// Problems of the values of sampled images: NaN and infinities, and values beyond black and white.
import { TadpoleError } from '../errors';
import type { ValueRange } from '../images';
import { type Tensor, torch } from '../torch';

// As a fraction of the range: less than this beyond its ends is rounding.
const MARGIN = 1 / 255;
// The fraction of clipped values from which a warning is due.
const MANY = 0.01;
const DIGITS = 3;

/** Counts over all images that a command draws. */
export class ValueReport {
  private images = 0;
  private broken = 0;
  private values = 0;
  private clipped = 0;
  private lowest = Number.POSITIVE_INFINITY;
  private highest = Number.NEGATIVE_INFINITY;

  constructor(private readonly range: ValueRange) {}

  /**
   * Adds images, N x C x H x W.
   *
   * @throws TadpoleError when they are the first ones, and every one of them contains NaN or infinite values
   */
  add(images: Tensor): void {
    const count = images.size(0);
    const broken = torch.scope(() => {
      const finite = images.isfinite();
      this.countClipped(images.at(finite));
      return count - Number(finite.reshape([count, -1]).all(1).sum().item());
    });
    if (this.images === 0 && broken === count) {
      const which = count === 1 ? 'the image holds' : `all of ${count} images hold`;
      throw new TadpoleError(
        `${which} values that are no numbers (NaN or infinite)`,
        'the weights or running statistics of the generator are most likely not finite; take an earlier checkpoint, or train with a smaller learning rate',
      );
    }
    this.images += count;
    this.broken += broken;
  }

  /** The warnings, each with a remedy. */
  warnings(): { warning: string; hint: string }[] {
    const found: { warning: string; hint: string }[] = [];
    if (this.broken > 0) {
      found.push({
        warning: `${this.broken} of ${this.images} images hold values that are no numbers (NaN or infinite); NaN is drawn black`,
        hint: 'other latents may do: try another --seed, or --truncation 0.7',
      });
    }
    const share = this.clipped / Math.max(this.values, 1);
    if (share >= MANY) {
      const [low, high] = this.range;
      const [lowest, highest] = [this.lowest, this.highest].map((value) => Number(value.toPrecision(DIGITS)));
      found.push({
        warning: `${Math.round(100 * share)} % of the values are outside ${low} to ${high} and are clipped; they reach from ${lowest} to ${highest}`,
        hint: `say which values are black and white with --range, for example --range=${lowest},${highest}`,
      });
    }
    return found;
  }

  private countClipped(values: Tensor): void {
    if (values.numel() === 0) return;
    const [low, high] = this.range;
    const margin = MARGIN * (high - low);
    this.values += values.numel();
    this.clipped += Number(
      values
        .lt(low - margin)
        .logicalOr(values.gt(high + margin))
        .sum()
        .item(),
    );
    this.lowest = Math.min(this.lowest, Number(values.min().item()));
    this.highest = Math.max(this.highest, Number(values.max().item()));
  }
}
