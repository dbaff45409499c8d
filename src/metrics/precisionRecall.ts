// Precision and recall: how many samples look real, and how much of the real images the samples reach.
import { checkOptions, checkWhole } from '../options';
import { type Tensor, torch } from '../torch';
import { checkFeatures, requireSameSize } from './checkFeatures';
import { eachDistances, neighbourRadii } from './neighbours';
import { requireDifferent } from './variety';

/** How far a set reaches around its images. */
export interface NeighbourOptions {
  /** An image reaches as far as its k-th nearest neighbour of its own set. */
  k?: number;
}

/**
 * Precision is the fraction of samples that lie within reach of a real image, recall that of real images within reach of a
 * sample; an image reaches as far as its k-th nearest neighbour of its own set (default 3). Both are from 0 to 1. They depend on
 * the counts: compare results of equal counts only.
 *
 * T. Kynkäänniemi et al., "Improved precision and recall metric for assessing generative models", 2019 (equations 1 and 2).
 *
 * @param reals, samples floats, N x D and M x D, more than k each
 * @throws UsageError for too few images, and for features of different length
 */
export function precisionRecall(
  reals: Tensor,
  samples: Tensor,
  options: NeighbourOptions = {},
): { precision: number; recall: number } {
  checkOptions('precision and recall', options, ['k']);
  const { k = 3 } = options;
  checkWhole('precision and recall', 'k', k, 1);
  checkFeatures('precision and recall', 'reals', reals, k + 1);
  checkFeatures('precision and recall', 'samples', samples, k + 1);
  requireSameSize('precision and recall', reals.size(1), samples.size(1));
  requireDifferent('precision and recall', reals, samples);
  return torch.scope(() => {
    const realRadii = neighbourRadii(reals, k);
    const sampleRadii = neighbourRadii(samples, k);
    const reached = torch.zeros([reals.size(0)], { dtype: 'bool', device: reals.device });
    let realistic = 0;
    eachDistances(samples, reals, (squared, start) => {
      realistic += Number(squared.le(realRadii).any(1).sum().item());
      const own = sampleRadii.narrow(0, start, squared.size(0)).unsqueeze(1);
      reached.logicalOr_(squared.le(own).any(0));
    });
    return {
      precision: realistic / samples.size(0),
      recall: Number(reached.sum().item()) / reals.size(0),
    };
  });
}
