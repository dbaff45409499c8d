// A model: what is trained, saved and sampled. Two networks, the latent space, the images and their classes.
import { UsageError } from '../errors';
import { checkRange } from '../images';
import type { Module } from '../nn';
import { checkMethods, checkOptions, describeValue } from '../options';
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
  /**
   * How many classes the generator draws by itself, for a model without `classes`: it takes latents only, whose last values say
   * which class it is (see `networks.drawnClass`); the discriminator is told the class of every image. Default 0, none.
   */
  readonly drawnClasses?: number;
}

/** A model with everything filled in. */
export interface Model {
  readonly generator: Module;
  readonly discriminator: Module;
  readonly latent: LatentSpec;
  readonly image: Required<ImageSpec>;
  /** Names of the classes; empty for a model without. */
  readonly classes: readonly string[];
  /** How many classes the generator draws by itself. */
  readonly drawnClasses: number;
}

/**
 * Fills in what is left out.
 *
 * @throws UsageError when the latent space, the images or the classes cannot be
 */
export function resolveModel(spec: ModelSpec): Model {
  const { generator, discriminator, latent, image, classes = [], drawnClasses = 0 } = spec;
  checkOptions('model', spec, MODEL);
  for (const [name, network] of Object.entries({ generator, discriminator }))
    checkMethods(`model: ${name}`, network, ['forward', 'parameters'], 'an nn.Module');
  checkOptions('model: latent', latent, ['shape', 'distribution']);
  checkLatentSpec(latent);
  checkOptions('model: image', image, ['shape', 'range']);
  const { shape, range = [-1, 1] } = image;
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
    drawnClasses: checkDrawn(drawnClasses, spec),
  };
}

const MODEL = ['generator', 'discriminator', 'latent', 'image', 'classes', 'drawnClasses'] as const;

function classNames(classes: number | readonly string[]): readonly string[] {
  if (Array.isArray(classes)) {
    const wrong = classes.find(
      (name, index) => typeof name !== 'string' || name === '' || classes.indexOf(name) !== index,
    );
    if (wrong === undefined) return classes;
    throw new UsageError(`classes: expected different names, got ${describeValue(wrong)}`);
  }
  if (typeof classes === 'number' && Number.isInteger(classes) && classes >= 1)
    return Array.from({ length: classes }, (_, index) => String(index));
  throw new UsageError(
    `classes: expected a whole number of at least 1 or the names of the classes, got ${describeValue(classes)}`,
    'leave it out for a model without classes',
  );
}

function checkDrawn(drawn: number, { latent, classes }: ModelSpec): number {
  const [size = 0, ...more] = latent.shape;
  const most = classes === undefined || (Array.isArray(classes) && classes.length === 0) ? size - 1 : 0;
  if (drawn === 0 || (Number.isInteger(drawn) && drawn > 0 && drawn <= most && more.length === 0))
    return drawn;
  throw new UsageError(
    `drawnClasses: expected a whole number below the ${size} latent values, of flat latents and without classes, got ${drawn}`,
    'the last so many latent values choose the class',
  );
}
