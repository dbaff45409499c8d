// Batch normalization with the statistics of the whole batch, whose images several processes share.
import * as dist from '../dist';
import { type Tensor, torch } from '../torch';

/** The parameters and running statistics of a batch norm layer. */
export interface NormState {
  weight: Tensor | null;
  bias: Tensor | null;
  runningMean: Tensor | null;
  runningVar: Tensor | null;
}

/**
 * What `torch.batchNorm` gives in train mode for the whole batch, of which `x` is this rank's share; every rank gets its rows.
 * Gradients, and gradients of gradients, are those of the whole batch, too.
 *
 * Plain operators and one sum over the ranks of sums, sums of squares and the count per channel, in float64: libtorch's own
 * operators for it have no kernels for the CPU.
 *
 * @param x [batch, channels, ...]
 * @param momentum fraction of the new statistics in the running ones
 */
export function batchNormOverRanks(x: Tensor, state: NormState, momentum: number, eps: number): Tensor {
  const dims = x.shape.map((_, index) => index).filter((index) => index !== 1);
  const values = x.dtype === 'float64' ? x : x.to('float32');
  const count = values.numel() / values.size(1);
  const [ownVariance, ownMean] = values.varMean(dims, { correction: 0 });
  const [m, v] = [ownMean.to('float64'), ownVariance.to('float64')];
  const own = torch.cat([m, v.add(m.square()), torch.onesLike(m.narrow(0, 0, 1))]).mul(count);
  const [sums, squares, counts] = dist.sum(own).split([x.size(1), x.size(1), 1]) as [Tensor, Tensor, Tensor];
  const mean = sums.div(counts);
  const variance = squares.div(counts).sub(mean.square()).clampMin(0);
  updateRunning(state, mean, variance.mul(counts.div(counts.sub(1))), momentum);
  const perChannel = (tensor: Tensor): Tensor =>
    tensor.to(values.dtype).reshape([1, -1, ...x.shape.slice(2).map(() => 1)]);
  const scale = variance.add(eps).rsqrt();
  const { weight, bias } = state;
  const scaled = values.sub(perChannel(mean)).mul(perChannel(weight === null ? scale : scale.mul(weight)));
  return (bias === null ? scaled : scaled.add(perChannel(bias))).to(x.dtype);
}

/** @param variance without bias */
function updateRunning(
  { runningMean, runningVar }: NormState,
  mean: Tensor,
  variance: Tensor,
  momentum: number,
): void {
  torch.noGrad(() => {
    runningMean?.lerp_(mean.to(runningMean.dtype), momentum);
    runningVar?.lerp_(variance.to(runningVar.dtype), momentum);
  });
}
