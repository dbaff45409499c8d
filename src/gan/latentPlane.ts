// The plane through three latents.
import { UsageError } from '../errors';
import { describeNumber } from '../options';
import { type Tensor, torch } from '../torch';
import { checkLatents, type LatentSpec } from './latent';

/**
 * Latents on the plane through three corners, row by row: the first corner at the top left, the second at the top right, the
 * third at the bottom left.
 *
 * A point is the sum of the corners with the weights 1 - u - v, u and v. Normal latents are then brought to the sum of the
 * corners' lengths with the same weights, as vectors drawn from N(0, 1) all have nearly the same length (see
 * `interpolateLatents`); uniform ones stay within [-1, 1].
 *
 * @param corners 3 x ...shape
 * @param side points along each side, 2 or more
 * @returns side * side x ...shape, float32; the corners are in it as they are
 * @throws UsageError for another number of corners, or a bad `side`
 */
export function latentPlane(spec: LatentSpec, corners: Tensor, side: number): Tensor {
  checkLatents(spec, corners);
  if (corners.size(0) !== 3) {
    throw new UsageError(
      `corners: expected three latents, got ${corners.size(0)}`,
      'for example those of seeds 1, 2 and 3',
    );
  }
  if (!Number.isInteger(side) || side < 2) {
    throw new UsageError(
      `side: expected a whole number of at least 2, got ${describeNumber(side)}`,
      'for example 5',
    );
  }
  return torch.scope(() => {
    const flat = corners.to('float64').cpu().reshape([3, -1]);
    const weights = torch.tensor(weightsOf(side), { dtype: 'float64' });
    const mixed = weights.matmul(flat);
    const plane = spec.distribution === 'uniform' ? mixed.clamp(-1, 1) : withLengths(mixed, flat, weights);
    return plane
      .to('float32')
      .reshape([-1, ...spec.shape])
      .to(corners.device);
  });
}

function weightsOf(side: number): number[][] {
  return Array.from({ length: side * side }, (_, index) => {
    const [u, v] = [(index % side) / (side - 1), Math.floor(index / side) / (side - 1)];
    return [1 - u - v, u, v];
  });
}

function withLengths(mixed: Tensor, corners: Tensor, weights: Tensor): Tensor {
  const length = (rows: Tensor): Tensor => rows.square().sum([1], true).sqrt();
  const wanted = weights.matmul(length(corners)).clampMin(0);
  return mixed.mul(wanted.div(length(mixed).clampMin(Number.MIN_VALUE)));
}
