// Density and coverage: precision and recall that a few outlying images cannot raise.
import { checkOptions, checkWhole } from '../options';
import { type Tensor, torch } from '../torch';
import { checkFeatures, requireSameSize } from './checkFeatures';
import { eachDistances, neighbourRadii } from './neighbours';
import type { NeighbourOptions } from './precisionRecall';
import { requireDifferent } from './variety';

/**
 * Density counts how many real images a sample lies within reach of, divided by k: about 1 where samples are spread as reals are,
 * above 1 where they crowd. Coverage is the fraction of real images with a sample within reach, from 0 to 1. A real image reaches
 * as far as its k-th nearest real neighbour (default 5).
 *
 * M. F. Naeem et al., "Reliable fidelity and diversity metrics for generative models", 2020 (equations 3 and 4).
 *
 * @param reals, samples floats, N x D with N above k, and M x D
 * @throws UsageError for too few images, and for features of different length
 */
export function densityCoverage(
  reals: Tensor,
  samples: Tensor,
  options: NeighbourOptions = {},
): { density: number; coverage: number } {
  checkOptions('density and coverage', options, ['k']);
  const { k = 5 } = options;
  checkWhole('density and coverage', 'k', k, 1);
  checkFeatures('density and coverage', 'reals', reals, k + 1);
  checkFeatures('density and coverage', 'samples', samples, 1);
  requireSameSize('density and coverage', reals.size(1), samples.size(1));
  requireDifferent('density and coverage', reals, samples);
  return torch.scope(() => {
    const radii = neighbourRadii(reals, k);
    const covered = torch.zeros([reals.size(0)], { dtype: 'bool', device: reals.device });
    let inside = 0;
    eachDistances(samples, reals, (squared) => {
      const within = squared.le(radii);
      inside += Number(within.sum().item());
      covered.logicalOr_(within.any(0));
    });
    return {
      density: inside / (k * samples.size(0)),
      coverage: Number(covered.sum().item()) / reals.size(0),
    };
  });
}
