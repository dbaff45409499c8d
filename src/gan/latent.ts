// Latents: the inputs of generators.

import { UsageError } from '../errors';
import { checkList, checkOptions, describeValue } from '../options';
import { checkTensor, type Device, type Generator, type Tensor, torch } from '../torch';

/** How a latent value is drawn: `normal` is N(0, 1), `uniform` is U(-1, 1). */
export type LatentDistribution = 'normal' | 'uniform';

/** The latent space of a generator. */
export interface LatentSpec {
  /** Shape of one latent tensor without the batch, for example `[100]` or `[100, 1, 1]`. */
  readonly shape: readonly number[];
  readonly distribution: LatentDistribution;
}

/**
 * Draws `count` latents.
 *
 * @param options.generator random generator to draw from; the device's default one when absent
 * @param options.device the device of the latents; default `cpu`
 * @param options.truncation see {@link seededLatents}
 * @returns count x ...shape, float32
 */
export function drawLatents(
  spec: LatentSpec,
  count: number,
  options: { generator?: Generator; device?: Device; truncation?: number } = {},
): Tensor {
  checkOptions('drawLatents', options, ['generator', 'device', 'truncation']);
  const { truncation, ...where } = options;
  checkLatentSpec(spec);
  if (truncation !== undefined) checkTruncation(spec, truncation);
  const shape = [count, ...spec.shape];
  const { device = 'cpu', generator } = where;
  if (spec.distribution === 'uniform') {
    const bound = truncation ?? 1;
    return torch.empty(shape, { device }).uniform_(-bound, bound, { generator });
  }
  if (truncation === undefined) return torch.randn(shape, where);
  return torch.scope(() => truncateNormal(torch.randn(shape, where), truncation, generator));
}

/**
 * Latents that depend on the seed only: drawn on the CPU for every device, so that every machine shows the
 * same samples.
 *
 * @param truncation bounds every latent value to [-truncation, truncation], for images that vary less;
 *   default: no bound. Normal values outside are drawn again until they lie inside (the truncation trick of Brock,
 *   Donahue and Simonyan 2018, "Large Scale GAN Training for High Fidelity Natural Image Synthesis", section 3.1), so
 *   that a latent keeps the values that were inside already; any number above 0. Uniform values are drawn from the
 *   narrower interval; at most 1.
 * @throws UsageError for a truncation that is not in that range
 */
export function seededLatents(
  spec: LatentSpec,
  count: number,
  seed: number,
  device: Device = 'cpu',
  truncation?: number,
): Tensor {
  return torch.scope(() => {
    const generator = new torch.Generator({ seed });
    return drawLatents(spec, count, { generator, truncation }).to(device);
  });
}

/**
 * One latent per seed: the one that `seededLatents(spec, 1, seed)` gives.
 *
 * @returns seeds.length x ...shape
 * @throws UsageError when there is no seed
 */
export function latentsOfSeeds(
  spec: LatentSpec,
  seeds: readonly number[],
  device: Device = 'cpu',
  truncation?: number,
): Tensor {
  checkList('latentsOfSeeds', 'seeds', seeds);
  if (seeds.length === 0) throw new UsageError('seeds: expected at least one', 'for example [1, 2, 3]');
  return torch.scope(() => {
    const latents = seeds.map((seed) => seededLatents(spec, 1, seed, 'cpu', truncation));
    return torch.cat(latents, 0).to(device);
  });
}

/** @throws UsageError when the latent space is not valid */
export function checkLatentSpec(spec: LatentSpec): void {
  const { shape, distribution } = spec ?? ({} as LatentSpec);
  const fits = Array.isArray(shape) && shape.length > 0;
  if (!fits || !shape.every((side) => Number.isInteger(side) && side >= 1)) {
    throw new UsageError(
      `latent.shape: expected whole numbers of at least 1, got ${fits ? `[${shape.join(', ')}]` : describeValue(shape)}`,
      'for example [100]',
    );
  }
  if (distribution !== 'normal' && distribution !== 'uniform') {
    throw new UsageError(
      `latent.distribution: expected 'normal' or 'uniform', got '${distribution}'`,
      'normal is N(0, 1), uniform is U(-1, 1)',
    );
  }
}

/** @throws UsageError when `latents` is not a batch of the latent space */
export function checkLatents(spec: LatentSpec, latents: Tensor): void {
  checkLatentSpec(spec);
  checkTensor('latents', 'latents', latents);
  const [, ...shape] = latents.shape;
  const fits = shape.length === spec.shape.length && shape.every((size, index) => size === spec.shape[index]);
  if (fits) return;
  throw new UsageError(
    `latents: expected shape [N, ${spec.shape.join(', ')}], got [${latents.shape.join(', ')}]`,
    'draw them with drawLatents(gan.latent, count), or reshape them',
  );
}

/**
 * Normal values with those outside [-bound, bound] replaced by draws from the normal distribution within it. One draw
 * from F^-1(u), F the distribution function of the truncated normal and u uniform, has the distribution of drawing
 * again until a value fits, in one pass however narrow the bound is.
 */
function truncateNormal(latents: Tensor, bound: number, generator: Generator | undefined): Tensor {
  const inside = torch.tensor([bound / Math.SQRT2], { device: latents.device }).erf();
  const redrawn = torch
    .emptyLike(latents)
    .uniform_(-1, 1, { generator })
    .mul_(inside)
    .erfinv_()
    .mul_(Math.SQRT2)
    .clamp_(-bound, bound);
  return torch.where(latents.abs().le(bound), latents, redrawn);
}

/** The largest number of float32, in which latents are drawn. */
const MOST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;

function checkTruncation({ distribution }: LatentSpec, truncation: number): void {
  const most = distribution === 'uniform' ? 1 : MOST_FLOAT32;
  if (truncation > 0 && truncation <= most) return;
  const expected = distribution === 'uniform' ? 'a number above 0 and at most 1' : 'a number above 0';
  throw new UsageError(
    `truncation: expected ${expected} for ${distribution} latents, got ${truncation}`,
    `it bounds the latent values; try ${distribution === 'uniform' ? 0.7 : 1}, or leave it out`,
  );
}
