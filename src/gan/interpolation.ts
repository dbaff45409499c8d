// Paths through the latent space: the latents between given ones.

import { UsageError } from '../errors';
import { checkOptions, describeNumber } from '../options';
import { checkTensor, type Tensor, torch } from '../torch';
import { checkLatentSpec, type LatentSpec } from './latent';

// Below this sine of the angle, the great circle through two vectors is not determined in float64, and almost straight.
const LEAST_SINE = 1e-6;

/**
 * Latents on the path through `stops`, evenly spaced between each two neighbours.
 *
 * Uniform latents are mixed linearly, (1 - t) p + t q, which stays inside the cube. Normal ones follow the great circle,
 * sin((1 - t) w) / sin(w) p + sin(t w) / sin(w) q with w the angle between p and q (slerp: Shoemake 1985, "Animating
 * rotation with quaternion curves"; for latents: White 2016, "Sampling generative networks"): vectors drawn
 * from N(0, 1) all have nearly the same length, and a straight line between two of them passes through shorter ones that
 * the generator has never seen. Parallel and opposite vectors, between which there is no single great circle, are mixed
 * linearly.
 *
 * @param stops K x ...shape, K >= 2; or K x B x ...shape for B paths beside each other
 * @param between number of latents between each two neighbours, 0 or more
 * @param options.closed whether the path continues from the last stop to the first one (default false)
 * @returns F x ...shape (or F x B x ...shape) with F = (K - 1) (between + 1) + 1, or K (between + 1) when closed. The
 *   stops are in it as they are.
 * @throws UsageError for fewer than two stops, for another shape, or for a bad `between`
 */
export function interpolateLatents(
  spec: LatentSpec,
  stops: Tensor,
  between: number,
  options: { closed?: boolean } = {},
): Tensor {
  checkOptions('interpolateLatents', options, ['closed']);
  checkLatentSpec(spec);
  checkTensor('interpolateLatents', 'stops', stops);
  const [count = 0, ...shape] = stops.shape;
  const size = spec.shape.reduce((total, side) => total * side, 1);
  checkStops(spec, stops);
  if (!Number.isInteger(between) || between < 0) {
    throw new UsageError(`between: expected a whole number of at least 0, got ${describeNumber(between)}`);
  }
  return torch.scope(() => {
    const all = stops.to('float64').reshape([count, -1, size]);
    const last = all.narrow(0, count - 1, 1);
    const from = options.closed ? all : all.narrow(0, 0, count - 1);
    const to = options.closed ? all.roll([-1], [0]) : all.narrow(0, 1, count - 1);
    const time = torch
      .arange(0, between + 1, { dtype: 'float64', device: stops.device })
      .div_(between + 1)
      .reshape([1, -1, 1, 1]);
    const [p, q] = [from.unsqueeze(1), to.unsqueeze(1)];
    const [pWeight, qWeight] =
      spec.distribution === 'normal' ? sphericalWeights(p, q, time) : linearWeights(time);
    const path = pWeight
      .mul(p)
      .add_(qWeight.mul(q))
      .reshape([-1, from.size(1), size]);
    const whole = options.closed ? path : torch.cat([path, last], 0);
    return whole.reshape([-1, ...shape]).to('float32');
  });
}

function linearWeights(time: Tensor): [Tensor, Tensor] {
  return [time.neg().add_(1), time];
}

function sphericalWeights(p: Tensor, q: Tensor, time: Tensor): [Tensor, Tensor] {
  const length = (vector: Tensor): Tensor => vector.square().sum([-1], true).sqrt();
  const lengths = length(p).mul(length(q)).clampMin(Number.MIN_VALUE);
  const angle = p.mul(q).sum([-1], true).div(lengths).clamp(-1, 1).acos();
  const sine = angle.sin();
  const straight = sine.lt(LEAST_SINE);
  const [pLinear, qLinear] = linearWeights(time);
  return [
    torch.where(straight, pLinear, pLinear.mul(angle).sin().div(sine)),
    torch.where(straight, qLinear, qLinear.mul(angle).sin().div(sine)),
  ];
}

function checkStops(spec: LatentSpec, { shape }: Tensor): void {
  const own = shape.slice(shape.length - spec.shape.length);
  const leading = shape.length - spec.shape.length;
  const fits = own.every((side, index) => side === spec.shape[index]);
  if (fits && (leading === 1 || leading === 2) && (shape[0] as number) >= 2) return;
  throw new UsageError(
    `stops: expected shape [K, ${spec.shape.join(', ')}] with K of at least 2, got [${shape.join(', ')}]`,
    'a path needs two or more latents: give several seeds, or draw several latents',
  );
}
