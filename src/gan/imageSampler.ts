// The common interface of generators, whether in training or from a file.
import { UsageError } from '../errors';
import { checkOptions, checkWhole, describeNumber } from '../options';
import { type Device, type Tensor, torch } from '../torch';
import { imagesOf, keepRandomness } from './innerNoise';
import { interpolateLatents } from './interpolation';
import { type ClassChoice, labelsOf } from './labels';
import { checkLatents, type LatentSpec, latentsOfSeeds, seededLatents } from './latent';

/** How images are drawn. */
export interface SampleOptions {
  /** Bounds the latent values; default: no bound. See {@link seededLatents}. */
  truncation?: number;
  /** Images per forward pass; default 256. */
  batchSize?: number;
  /** The classes of the images, for a generator with classes; default: all in turn. */
  classes?: ClassChoice;
}

/** A generator with its latent space. All images are N x C x H x W (or flat, as the network gives them) on the CPU. */
export abstract class ImageSampler {
  abstract readonly latent: LatentSpec;
  /** Where the generator runs. */
  abstract readonly device: Device;
  /** Names of the classes that the generator is conditioned on; empty for one without. */
  abstract readonly classes: readonly string[];

  /** The images of one batch of latents (and labels, for a generator with classes), in inference mode, in the network's own dtype and place. */
  protected abstract infer(latents: Tensor, labels?: Tensor): Tensor;

  /**
   * Draws images in inference mode. The same seed gives the same latents on every device.
   *
   * @param count number of images
   * @param options.seed default 0
   * @returns count x C x H x W in the value range, float32, on the CPU
   */
  sample(count: number, options: SampleOptions & { seed?: number } = {}): Tensor {
    checkOptions('sample', options, ['seed', 'truncation', 'batchSize', 'classes']);
    const { seed = 0, truncation, ...rest } = options;
    if (!Number.isInteger(count) || count < 1) {
      throw new UsageError(`count: expected a whole number of at least 1, got ${describeNumber(count)}`);
    }
    return torch.scope(() =>
      this.generate(seededLatents(this.latent, count, seed, this.device, truncation), rest),
    );
  }

  /** One image per seed: the one that `sample(1, { seed })` draws. Returns seeds.length x C x H x W. */
  sampleSeeds(seeds: readonly number[], options: SampleOptions = {}): Tensor {
    checkOptions('sampleSeeds', options, ['truncation', 'batchSize', 'classes']);
    const { truncation, ...rest } = options;
    return torch.scope(() =>
      this.generate(latentsOfSeeds(this.latent, seeds, this.device, truncation), rest),
    );
  }

  /**
   * The images on a path through the latent space, from seed to seed. See {@link interpolateLatents} for the path, which
   * with `generate` also leads through any other latents.
   *
   * @param seeds two or more
   * @param between number of images between each two neighbours
   * @param options.classes default: the first class
   * @param options.closed whether the path returns to the first seed (default false)
   */
  interpolate(
    seeds: readonly number[],
    between: number,
    options: SampleOptions & { closed?: boolean } = {},
  ): Tensor {
    checkOptions('interpolate', options, ['truncation', 'batchSize', 'classes', 'closed']);
    const { truncation, closed = false, classes = this.classes.slice(0, 1), ...rest } = options;
    return torch.scope(() => {
      const stops = latentsOfSeeds(this.latent, seeds, this.device, truncation);
      return this.generate(interpolateLatents(this.latent, stops, between, { closed }), {
        ...rest,
        ...(this.classes.length > 0 ? { classes } : {}),
      });
    });
  }

  /**
   * Images for given latents (N x ...latent.shape), in inference mode, float32, on the CPU. A latent's image does not
   * depend on the others, nor on what drew random numbers before, also when the network draws noise inside: that noise is
   * then seeded from the latent.
   */
  generate(latents: Tensor, options: Omit<SampleOptions, 'truncation'> = {}): Tensor {
    checkOptions('generate', options, ['batchSize', 'classes']);
    const { batchSize = 256, classes } = options;
    checkWhole('generate', 'batchSize', batchSize, 1);
    checkLatents(this.latent, latents);
    const count = latents.size(0);
    return keepRandomness(this.device, () =>
      torch.noGrad(() => {
        const labels = labelsOf(this.classes, count, classes, this.device);
        const parts: Tensor[] = [];
        for (let start = 0; start < count; start += batchSize) {
          const size = Math.min(batchSize, count - start);
          const inputs = { latents: latents.narrow(0, start, size), labels: labels?.narrow(0, start, size) };
          parts.push(
            torch.scope(() =>
              imagesOf(inputs, this.device, (...given) => this.infer(...given))
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
