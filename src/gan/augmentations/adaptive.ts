// Adaptive augmentation (ADA): its strength follows the discriminator's overfitting.
import { allReduce, currentGroup } from '../../dist';
import { UsageError } from '../../errors';
import type { ValueRange } from '../../images';
import { checkOptions } from '../../options';
import { checkTensor, type Device, type Generator, type Tensor, torch } from '../../torch';
import type { Augmentation } from '../augmentation';
import { type Draw, drawAll } from '../draw';
import { type Moment, type Scheduled, valueAt } from '../schedule';
import { centreOf } from './images';
import { type Centre, changeAtRandom, resolveStrengths, type Strengths } from './transforms';

/** Settings of {@link AdaptiveAugmentation}. */
export interface AdaptiveOptions {
  /**
   * The target of the mean sign of D's logits on reals (0 when D cannot tell reals from fakes, 1 when it always can), which
   * augmenting more or less controls. With `gan.relativistic` the sign has no meaning: null leaves the probability unchanged.
   * Default 0.6; null where the probability is a function.
   */
  target?: number | null;
  /** Real images in which the probability can rise from 0 to 1. Default 500 000. */
  speed?: number;
  /** Steps between changes of the probability. Default 4. */
  interval?: number;
  /** The initial probability, in [0, 1]; or a function of the images shown, which it then follows. Default 0. */
  probability?: Scheduled;
  /** The highest probability. Default 1; above 0.8 a generator may begin to draw augmented images. */
  limit?: number;
  /** The strengths of the transforms. Default: those of the paper. */
  strengths?: Strengths;
  /** The values of black and full brightness; default [-1, 1]. */
  range?: ValueRange;
}

/** Its state in a checkpoint. */
export interface AdaptiveState {
  probability: Tensor;
  signs: Tensor;
  seen: number;
  images: number;
}

const OPTIONS = ['target', 'speed', 'interval', 'probability', 'limit', 'strengths', 'range'] as const;

/**
 * Adaptive discriminator augmentation (Karras et al. 2020, "Training generative adversarial networks with limited data"): each
 * transform is applied to each image with the same probability p. Every `interval` steps p rises by (images shown) / speed where
 * the mean sign of D's logits on reals since the last change is above the target, and falls by as much where it is below.
 * Images are sampled bilinearly; the paper uses a longer filter.
 *
 * The probability is a tensor on the device of the images: no step waits for it.
 *
 * @throws UsageError for a setting out of its range; `apply` throws one for anything but images of 1 to 4 channels, of which
 *   the last of 2 or 4 is alpha
 */
export class AdaptiveAugmentation implements Augmentation {
  private readonly settings: Required<Omit<AdaptiveOptions, 'strengths' | 'range' | 'probability'>>;
  private readonly schedule: Scheduled;
  private readonly strengths: Required<Strengths>;
  private readonly centre: Centre;
  private p: Tensor;
  private signs: Tensor;
  private seen = 0;
  /** What this rank alone saw in the step: the sum of signs and their number. */
  private unshared: Tensor | undefined;
  private images = 0;

  constructor(options: AdaptiveOptions = {}) {
    checkOptions('ada', options, OPTIONS);
    const { probability = 0, speed = 500_000, interval = 4, limit = 1 } = options;
    const { target = typeof probability === 'function' ? null : 0.6, strengths, range = [-1, 1] } = options;
    check(
      'target',
      target ?? 0,
      target === null || (target >= -1 && target <= 1),
      'a number from -1 to 1, or null',
    );
    check('speed', speed, speed > 0, 'a number of images above 0');
    check('interval', interval, Number.isInteger(interval) && interval >= 1, 'a whole number of at least 1');
    check('limit', limit, limit >= 0 && limit <= 1, 'a number from 0 to 1');
    const first = valueAt(probability, { step: 0, images: 0, batchSize: 0 });
    check('probability', first, first >= 0 && first <= limit, `a number from 0 to ${limit}`);
    if (target !== null && typeof probability === 'function') {
      throw new UsageError(
        `ada: target: expected null beside a probability that is a function, got ${target}`,
        'give either of them: the probability follows its target, or the function',
      );
    }
    this.schedule = probability;
    this.settings = { target, speed, interval, limit };
    this.strengths = resolveStrengths(strengths);
    this.centre = centreOf(range);
    this.p = torch.keep(torch.full([], first));
    this.signs = torch.keep(torch.zeros([]));
  }

  /** The probability of each transform. Reading it waits for the device. */
  get probability(): number {
    return this.p.item() as number;
  }

  apply(images: Tensor, random?: Generator, draw: Draw = drawAll(random)): Tensor {
    checkTensor('ada', 'images', images);
    this.moveTo(images.device);
    return torch.scope(() => changeAtRandom(images, this.p, this.strengths, this.centre, draw));
  }

  observe(answersOnReals: Tensor): void {
    checkTensor('ada', 'answersOnReals', answersOnReals);
    this.moveTo(answersOnReals.device);
    const count = answersOnReals.numel();
    torch.noGrad(() =>
      torch.scope(() => {
        const sum = answersOnReals.sign().sum();
        if (!currentGroup()) {
          this.signs.add_(sum);
          this.seen += count;
          return;
        }
        const both = torch.stack([sum, torch.fullLike(sum, count)]).to('float64');
        if (this.unshared) this.unshared.add_(both);
        else this.unshared = torch.keep(both);
      }),
    );
  }

  stepped({ step, images, batchSize }: Moment): void {
    this.joinRanks();
    const { target, speed, interval, limit } = this.settings;
    if (typeof this.schedule === 'function') {
      const next = valueAt(this.schedule, { step: step + 1, images: images + batchSize, batchSize });
      this.p.fill_(Math.min(Math.max(next, 0), limit));
    }
    this.images += batchSize;
    if ((step + 1) % interval !== 0) return;
    if (target !== null && this.seen > 0) {
      const change = this.images / speed;
      torch.noGrad(() =>
        torch.scope(() => {
          const direction = this.signs.div(this.seen).sub(target).sign();
          this.p.add_(direction.mul(change)).clamp_(0, limit);
        }),
      );
    }
    this.signs.zero_();
    this.seen = 0;
    this.images = 0;
  }

  state(): AdaptiveState {
    return { probability: this.p, signs: this.signs, seen: this.seen, images: this.images };
  }

  loadState({ probability, signs, seen, images }: AdaptiveState): void {
    this.p.copy_(probability);
    this.signs.copy_(signs);
    this.seen = seen;
    this.images = images;
  }

  /** Frees its state; it cannot be used afterwards. */
  dispose(): void {
    this.p.dispose();
    this.signs.dispose();
  }

  /** Takes in what all ranks saw in the step. */
  private joinRanks(): void {
    if (!this.unshared) return;
    const [sum = 0, count = 0] = allReduce(this.unshared).toTypedArray();
    this.signs.add_(Number(sum));
    this.seen += Number(count);
    this.unshared.dispose();
    this.unshared = undefined;
  }

  private moveTo(device: Device): void {
    if (this.p.device === device) return;
    const moved = (tensor: Tensor): Tensor => {
      const there = torch.keep(tensor.to(device));
      tensor.dispose();
      return there;
    };
    this.p = moved(this.p);
    this.signs = moved(this.signs);
  }
}

/** {@link AdaptiveAugmentation} as a function. */
export function ada(options: AdaptiveOptions = {}): AdaptiveAugmentation {
  return new AdaptiveAugmentation(options);
}

function check(name: string, value: number, fits: boolean, expected: string): void {
  if (fits) return;
  throw new UsageError(`ada: ${name}: expected ${expected}, got ${value}`, 'leave it out for the default');
}
