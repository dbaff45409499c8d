// Latent vectors: what a generator draws its images from.
import { UsageError } from '../errors';
import { type Device, type Generator, type Tensor, torch } from '../torch';

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
 * @param options.device where the latents lie; default `cpu`
 * @returns count x ...shape, float32
 */
export function drawLatents(
  spec: LatentSpec,
  count: number,
  options: { generator?: Generator; device?: Device } = {},
): Tensor {
  const shape = [count, ...spec.shape];
  if (spec.distribution === 'normal') return torch.randn(shape, options);
  const { device = 'cpu', generator } = options;
  return torch.empty(shape, { device }).uniform_(-1, 1, { generator });
}

/**
 * Latents that depend on nothing but the seed: drawn on the CPU whatever the device, so that every machine shows the
 * same samples.
 */
export function seededLatents(spec: LatentSpec, count: number, seed: number, device: Device = 'cpu'): Tensor {
  return torch.scope(() => {
    const generator = new torch.Generator({ seed });
    return drawLatents(spec, count, { generator }).to(device);
  });
}

/** @throws UsageError when `latents` is not a batch of the latent space */
export function checkLatents(spec: LatentSpec, latents: Tensor): void {
  const [, ...shape] = latents.shape;
  const fits = shape.length === spec.shape.length && shape.every((size, index) => size === spec.shape[index]);
  if (fits) return;
  throw new UsageError(
    `latents: expected shape [N, ${spec.shape.join(', ')}], got [${latents.shape.join(', ')}]`,
    'draw them with drawLatents(gan.latent, count), or reshape them',
  );
}
