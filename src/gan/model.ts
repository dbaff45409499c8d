// A model: what is trained, saved and sampled. Two networks, the latent space, the images and their classes.
import { UsageError } from '../errors';
import { checkRange } from '../images';
import type { Module } from '../nn';
import type { ImageSpec } from './batch';
import { checkLatentSpec, type LatentSpec } from './latent';

/** The networks of a model by their roles. */
export type NetworkName = 'generator' | 'discriminator';

/** A generative adversarial network as a user writes it. */
export interface ModelSpec {
  /** Latents -> images N x C x H x W; with classes, (latents, labels) -> images. */
  readonly generator: Module;
  /** Images -> one number per image, or whatever the objective expects; with classes, (images, labels) -> numbers. */
  readonly discriminator: Module;
  readonly latent: LatentSpec;
  readonly image: ImageSpec;
  /** Names of the classes that both networks are conditioned on, or how many there are; default: none. */
  readonly classes?: number | readonly string[];
}

/** A model with everything filled in. */
export interface Model {
  readonly generator: Module;
  readonly discriminator: Module;
  readonly latent: LatentSpec;
  readonly image: Required<ImageSpec>;
  /** Names of the classes; empty for a model without. */
  readonly classes: readonly string[];
}

/**
 * Fills in what is left out.
 *
 * @throws UsageError when the latent space, the images or the classes cannot be
 */
export function resolveModel({ generator, discriminator, latent, image, classes = [] }: ModelSpec): Model {
  checkLatentSpec(latent);
  const { shape, range = [-1, 1] } = image ?? {};
  if (
    !Array.isArray(shape) ||
    shape.length === 0 ||
    !shape.every((side) => Number.isInteger(side) && side >= 1)
  ) {
    throw new UsageError(
      `image.shape: expected whole numbers of at least 1, got ${Array.isArray(shape) ? `[${shape.join(', ')}]` : shape}`,
      'for example [1, 28, 28]',
    );
  }
  return {
    generator,
    discriminator,
    latent,
    image: { shape, range: checkRange(range) },
    classes: classNames(classes),
  };
}

function classNames(classes: number | readonly string[]): readonly string[] {
  if (typeof classes !== 'number') return classes;
  if (Number.isInteger(classes) && classes >= 1)
    return Array.from({ length: classes }, (_, index) => String(index));
  throw new UsageError(
    `classes: expected a whole number of at least 1 or the names of the classes, got ${classes}`,
    'leave it out for a model without classes',
  );
}
