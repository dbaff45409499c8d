// What every source of generated images can do, whether it is being trained or comes from a file.
import { UsageError } from '../errors';
import { type Device, type Tensor, torch } from '../torch';
import { imagesOf, keepRandomness } from './innerNoise';
import { interpolateLatents } from './interpolation';
import { checkLatents, type LatentSpec, latentsOfSeeds, seededLatents } from './latent';

/** How images are drawn. */
export interface SampleOptions {
  /** Bounds the latent values; default: no bound. See {@link seededLatents}. */
  truncation?: number;
  /** Images a forward pass; default 256. */
  batchSize?: number;
}

/** A generator with its latent space. All images are N x C x H x W (or flat, as the network gives them) on the CPU. */
export abstract class ImageSampler {
  abstract readonly latent: LatentSpec;
  /** Where the generator runs. */
  abstract readonly device: Device;

  /** The images of one batch of latents, in inference mode, in the network's own dtype and place. */
  protected abstract infer(latents: Tensor): Tensor;

  /**
   * Draws images in inference mode. The same seed gives the same latents on every device.
   *
   * @param count number of images
   * @param options.seed default 0
   * @returns count x C x H x W in the value range, float32, on the CPU
   */
  sample(count: number, options: SampleOptions & { seed?: number } = {}): Tensor {
    const { seed = 0, truncation, batchSize } = options;
    if (!Number.isInteger(count) || count < 1) {
      throw new UsageError(`count: expected a whole number of at least 1, got ${count}`);
    }
    return torch.scope(() =>
      this.generate(seededLatents(this.latent, count, seed, this.device, truncation), batchSize),
    );
  }

  /** One image a seed: the one that `sample(1, { seed })` draws. Returns seeds.length x C x H x W. */
  sampleSeeds(seeds: readonly number[], options: SampleOptions = {}): Tensor {
    const { truncation, batchSize } = options;
    return torch.scope(() =>
      this.generate(latentsOfSeeds(this.latent, seeds, this.device, truncation), batchSize),
    );
  }

  /**
   * The images on a path through the latent space, from seed to seed. See {@link interpolateLatents} for the path, which
   * with `generate` also leads through any other latents.
   *
   * @param seeds two or more
   * @param between number of images between each two neighbours
   * @param options.closed whether the path returns to the first seed (default false)
   */
  interpolate(
    seeds: readonly number[],
    between: number,
    options: SampleOptions & { closed?: boolean } = {},
  ): Tensor {
    const { truncation, batchSize, closed = false } = options;
    return torch.scope(() => {
      const stops = latentsOfSeeds(this.latent, seeds, this.device, truncation);
      return this.generate(interpolateLatents(this.latent, stops, between, { closed }), batchSize);
    });
  }

  /**
   * Images for given latents (N x ...latent.shape), in inference mode, float32, on the CPU. A latent's image does not
   * depend on the others, nor on what drew random numbers before, also when the network draws noise inside: that noise is
   * then seeded from the latent.
   */
  generate(latents: Tensor, batchSize = 256): Tensor {
    checkLatents(this.latent, latents);
    const count = latents.shape[0] as number;
    return keepRandomness(this.device, () =>
      torch.noGrad(() => {
        const parts: Tensor[] = [];
        for (let start = 0; start < count; start += batchSize) {
          const batch = latents.narrow(0, start, Math.min(batchSize, count - start));
          parts.push(
            torch.scope(() =>
              imagesOf(batch, this.device, (given) => this.infer(given))
                .to('float32')
                .cpu(),
            ),
          );
        }
        return torch.cat(parts, 0);
      }),
    );
  }
}
