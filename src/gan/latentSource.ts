// The source of a step's latents: drawn, or given.
import { UsageError } from '../errors';
import { type Device, type Generator, type Tensor, torch } from '../torch';
import { checkLatents, drawLatents, type LatentSpec } from './latent';

/** How latents are drawn. */
export interface Drawing {
  readonly latent: LatentSpec;
  readonly device: Device;
  readonly random: Generator | undefined;
}

/**
 * A function that draws `count` latents in every call, or returns the next of the given ones.
 *
 * @param given the latents of a step in the order in which it draws them; default: they are drawn
 */
export function latentSource(
  { latent, device, random: generator }: Drawing,
  count: number,
  given: Tensor | readonly Tensor[] | undefined,
): () => Tensor {
  if (!given) return () => drawLatents(latent, count, { device, generator });
  const all = given instanceof torch.Tensor ? [given] : given;
  let next = 0;
  return () => {
    const drawn = all[next];
    next += 1;
    if (!drawn) {
      throw new UsageError(
        `latents: expected at least ${next} tensors, got ${all.length}`,
        'give one for every draw of the step, in its order',
      );
    }
    checkLatents(latent, drawn);
    if (drawn.size(0) !== count) {
      throw new UsageError(
        `latents: expected ${count}, as many as real images, got ${drawn.size(0)}`,
        'give one latent for every real image',
      );
    }
    return drawn.to(device);
  };
}
