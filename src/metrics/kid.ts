// KID: the squared maximum mean discrepancy of two sets of features under a polynomial kernel.
import { UsageError } from '../errors';
import { checkOptions, checkWhole } from '../options';
import { type Tensor, torch } from '../torch';
import { checkFeatures, requireImages, requireSameSize } from './checkFeatures';
import { type Spread, spreadOf } from './spread';
import { requireDifferent } from './variety';

/** How the discrepancy is estimated. */
export interface KidOptions {
  /** Pairs of random subsets whose estimates are averaged; default 100. */
  subsets?: number;
  /** Images in a subset; default 1000, or half of the smaller set, so that subsets differ. */
  subsetSize?: number;
  /** Chooses the subsets; default 0. */
  seed?: number;
}

/**
 * The mean over random subsets of the unbiased estimate of MMD^2 with the kernel `(x . y / D + 1)^3`, and its standard deviation
 * over the subsets. Its expectation is 0 for sets of the same distribution whatever the counts, so a value may be slightly
 * negative.
 *
 * M. Binkowski et al., "Demystifying MMD GANs", 2018 (section 3 and equation 4).
 *
 * @param first, second floats, N x D and M x D
 * @throws UsageError for sets of fewer than 2 images, or fewer than a subset has
 */
export function kernelDistance(first: Tensor, second: Tensor, options: KidOptions = {}): Spread {
  checkOptions('KID', options, ['subsets', 'subsetSize', 'seed']);
  const { subsets = 100, seed = 0 } = options;
  checkFeatures('KID', 'first', first, 2);
  checkFeatures('KID', 'second', second, 2);
  const smaller = Math.min(first.size(0), second.size(0));
  const { subsetSize = usualSubset(smaller) } = options;
  checkWhole('KID', 'subsets', subsets, 1);
  checkWhole('KID', 'subsetSize', subsetSize, 2);
  requireImages('KID', 'first', first.size(0), subsetSize);
  requireImages('KID', 'second', second.size(0), subsetSize);
  requireSameSize('KID', first.size(1), second.size(1));
  requireDifferent('KID', first, second);
  const generator = new torch.Generator({ seed });
  const chosen = (features: Tensor): Tensor => {
    const order = torch.randperm(features.size(0), { generator }).narrow(0, 0, subsetSize);
    return features.indexSelect(0, order.to(features.device)).to('float64');
  };
  const estimates = Array.from({ length: subsets }, () =>
    torch.noGrad(() => torch.scope(() => discrepancy(chosen(first), chosen(second)))),
  );
  if (estimates.every(Number.isFinite)) return spreadOf(estimates);
  throw new UsageError(
    'KID: the features are so large that their cubes are not finite',
    'scale the features, or correct the network',
  );
}

/** The default size of subsets of sets of which the smaller has so many images. */
export function usualSubset(smaller: number): number {
  return Math.max(2, Math.min(1000, Math.floor(smaller / 2)));
}

/** The unbiased estimate for two sets of m images, in which no image is compared with itself. */
function discrepancy(x: Tensor, y: Tensor): number {
  const m = x.size(0);
  const within = (rows: Tensor): number => {
    const similar = kernel(rows, rows);
    return Number(similar.sum().sub(similar.trace()).item()) / (m * (m - 1));
  };
  return within(x) + within(y) - 2 * Number(kernel(x, y).mean().item());
}

function kernel(x: Tensor, y: Tensor): Tensor {
  return x.matmul(y.t()).div_(x.size(1)).add_(1).pow_(3);
}
