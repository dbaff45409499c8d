// FID: the Frechet distance between Gaussians that stand for the features of two sets of images.
import { type Tensor, torch } from '../torch';
import { checkStatistics, requireImages, requireSameSize } from './checkFeatures';
import type { Statistics } from './statistics';
import { oneForAll } from './variety';

// Of squares in float64, as a fraction of the squared lengths that they are differences of.
const ROUNDING = 1e-28;

/**
 * `|m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2))`, 0 for equal sets, without an upper bound. The trace of the root is the sum of
 * the roots of the eigenvalues of `S1^(1/2) S2 S1^(1/2)`, a symmetric matrix with the eigenvalues of `S1 S2`: nothing can become
 * imaginary, and values that rounding makes negative count as 0.
 *
 * M. Heusel et al., "GANs trained by a two time-scale update rule converge to a local Nash equilibrium", 2017 (equation 6).
 *
 * @param first, second of the same feature network; more images than features each, since a covariance of fewer has directions
 *   without any variance
 * @throws UsageError for too few images, for features of different length, and where all images have the same features
 */
export function frechetDistance(first: Statistics, second: Statistics): number {
  checkStatistics('FID', 'first', first);
  checkStatistics('FID', 'second', second);
  const size = first.mean.numel();
  requireSameSize('FID', size, second.mean.numel());
  for (const { count } of [first, second]) {
    requireImages('FID', 'images', count, size + 1, `their covariance has ${size} x ${size} numbers`);
  }
  return torch.noGrad(() =>
    torch.scope(() => {
      const shift = Number(first.mean.sub(second.mean).square().sum().item());
      const traces = [first, second].map(({ covariance }) => Number(covariance.trace().item()));
      const length = Number(first.mean.square().sum().item());
      if ([shift, ...traces].every((squared) => squared <= ROUNDING * length)) throw oneForAll('FID');
      const root = rootOf(first.covariance);
      const product = root.matmul(second.covariance).matmul(root);
      const overlap = torch.linalgEigvalsh(symmetric(product)).clamp(0).sqrt().sum();
      const spread = (traces[0] as number) + (traces[1] as number) - 2 * Number(overlap.item());
      return Math.max(0, shift + spread);
    }),
  );
}

/** The symmetric root of a covariance. */
function rootOf(covariance: Tensor): Tensor {
  const [values, vectors] = torch.linalgEigh(symmetric(covariance));
  return vectors.mul(values.clamp(0).sqrt()).matmul(vectors.t());
}

function symmetric(matrix: Tensor): Tensor {
  return matrix.add(matrix.t()).mul(0.5);
}
