// Memorisation: whether samples lie nearer to training images than new real images do.
import { checkOptions, checkWhole } from '../options';
import { type Tensor, torch } from '../torch';
import { checkFeatures, requireSameSize } from './checkFeatures';
import { type Nearest, nearestOf } from './neighbours';

/** What samples are compared with. */
export interface MemorisationOptions {
  /** floats, M x D: features of real images that the generator was not trained on. Default: each training image beside the others. */
  heldOut?: Tensor;
  /** How many of the nearest pairs are named; default 16. */
  pairs?: number;
}

/** A sample and the training image nearest to it. */
export interface NearestPair {
  /** Position among the samples. */
  readonly sample: number;
  /** Position among the training images. */
  readonly training: number;
  readonly distance: number;
}

/** How near samples come to training images. */
export interface Memorisation {
  /**
   * The samples' distance over that of held-out images: about 1 for a generator that has memorized no image, 0 for one that copies. Null
   * where that of held-out images is 0: each of them has an equal among the training images, so none says how near a new one comes.
   */
  readonly ratio: number | null;
  /** Mean distance of a sample to the nearest training image. */
  readonly samples: number;
  /** Mean distance of a held-out real image to the nearest training image. */
  readonly heldOut: number;
  /** The nearest pairs of a sample and a training image, the nearest first. */
  readonly nearest: readonly NearestPair[];
}

/**
 * The mean distance of samples to the nearest training image, over that of held-out real images: new real images are as near as
 * chance has it, and samples that are nearer were memorized. Where there are no held-out images, the distance of each
 * training image to the nearest other one takes their place. Samples far from anything real have a ratio above 1: check
 * precision, too.
 *
 * The comparison with held-out images is that of C. Meehan, K. Chaudhuri and S. Dasgupta, "A non-parametric test to detect
 * data-copying in generative models", 2020.
 *
 * @param training, samples floats, N x D and M x D, N at least 2
 * @throws UsageError for too few images, and for features of different length
 */
export function memorisation(
  training: Tensor,
  samples: Tensor,
  options: MemorisationOptions = {},
): Memorisation {
  checkOptions('memorisation', options, ['heldOut', 'pairs']);
  const { heldOut, pairs = 16 } = options;
  checkWhole('memorisation', 'pairs', pairs, 0);
  checkFeatures('memorisation', 'training', training, 2);
  checkFeatures('memorisation', 'samples', samples, 1);
  requireSameSize('memorisation', training.size(1), samples.size(1));
  if (heldOut !== undefined) {
    checkFeatures('memorisation', 'heldOut', heldOut, 1);
    requireSameSize('memorisation', training.size(1), heldOut.size(1));
  }
  return torch.scope(() => {
    const found = nearestOf(samples, training);
    const usual =
      heldOut === undefined
        ? nearestOf(training, training, { exceptItself: true })
        : nearestOf(heldOut, training);
    const mean = ({ distances }: Nearest): number => Number(distances.mean().item());
    const [near, far] = [mean(found), mean(usual)];
    return {
      ratio: far > 0 ? near / far : null,
      samples: near,
      heldOut: far,
      nearest: nearestPairs(found, Math.min(pairs, samples.size(0))),
    };
  });
}

function nearestPairs({ distances, indices }: Nearest, count: number): NearestPair[] {
  if (count === 0) return [];
  const [values, samples] = torch.topk(distances, count, 0, false, true);
  const training = indices.indexSelect(0, samples);
  const [each, at, of] = [values, samples, training].map((tensor) =>
    Array.from(tensor.cpu().toTypedArray() as ArrayLike<number | bigint>, Number),
  ) as [number[], number[], number[]];
  return each.map((distance, index) => ({
    sample: at[index] as number,
    training: of[index] as number,
    distance,
  }));
}
