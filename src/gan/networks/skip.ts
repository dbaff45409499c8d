// A generator and a discriminator of skip blocks for square images, with classes or without.
import { UsageError } from '../../errors';
import {
  BatchNorm2d,
  Conv2d,
  ConvTranspose2d,
  Flatten,
  LeakyReLU,
  Linear,
  MinibatchStdDev,
  Module,
  ReLU,
  Sequential,
  Tanh,
  Unflatten,
} from '../../nn';
import { checkOptions, describeNumber } from '../../options';
import type { Tensor } from '../../torch';
import { ConditionedLatent } from './conditionedLatent';
import { premultiply } from './opacity';
import { ProjectionHead } from './projectionHead';
import { DownBlock, UpBlock } from './skipBlocks';
import { ACTIVATION_GAIN, initialize_, NEGATIVE_SLOPE } from './variance';

/** The size of a pair of skip networks. */
export interface SkipNetworkOptions {
  /** Height and width of the images: a power of two, at least 16. */
  size: number;
  /** Channels of the images: 1, 3, or 4 where the last is opacity. */
  imageChannels: number;
  /** Feature maps at half of the size; each further halving doubles them, up to `mostChannels`. */
  channels: number;
  /** Default 512. */
  mostChannels?: number;
  /** Classes that the networks are conditioned on. Default 0, none. */
  classes?: number;
  /** Momentum of the generator's batch norms (see `nn.BatchNorm2d`). Default 0.1. */
  momentum?: number;
}

const LOWEST = 4;
/**
 * Values of a class's embedding per latent value. With as many, the class outweighs what differs within it, and all images of a class
 * become one (as in Shahbazi et al., "Collapse by conditioning", 2022).
 */
const CLASS_SHARE = 1 / 8;
/** Fewer normalized values would hardly tell classes apart. */
const LEAST_EMBEDDING = 4;

/**
 * Latents, with an embedding of the class beside them where there are classes, become 4 x 4 feature maps, which {@link UpBlock}s
 * bring to half of the size, and a transposed convolution to images in [-1, 1]. There are no feature maps of the full size: they
 * would take most of the time.
 *
 * Latents [batch, latentSize], labels int64 [batch] where there are classes; output [batch, imageChannels, size, size].
 */
export class SkipGenerator extends Module {
  private readonly condition: ConditionedLatent | null;
  private readonly layers: Sequential;

  constructor(latentSize: number, options: SkipNetworkOptions) {
    super();
    const widths = widthsOf('SkipGenerator', options).reverse();
    const { imageChannels, classes = 0, momentum } = options;
    const [first = 0] = widths;
    const embeddingSize = Math.max(LEAST_EMBEDDING, Math.round(latentSize * CLASS_SHARE));
    this.condition = classes > 0 ? new ConditionedLatent(classes, latentSize, embeddingSize) : null;
    const inputs = this.condition?.size ?? latentSize;
    this.layers = new Sequential(
      initialize_(new Linear(inputs, first * LOWEST * LOWEST, { bias: false }), 1),
      new Unflatten(1, [first, LOWEST, LOWEST]),
      new BatchNorm2d(first, { momentum }),
      new ReLU(),
      ...widths.slice(1).map((width, index) => new UpBlock(widths[index] as number, width, { momentum })),
      initialize_(
        new ConvTranspose2d(widths.at(-1) as number, imageChannels, 4, { stride: 2, padding: 1 }),
        1,
      ),
      new Tanh(),
    );
  }

  forward(latents: Tensor, labels?: Tensor): Tensor {
    return this.layers.forward(this.condition && labels ? this.condition.forward(latents, labels) : latents);
  }
}

/**
 * The generator's mirror image: a strided convolution, {@link DownBlock}s to 4 x 4, the deviation over the minibatch, and a
 * {@link ProjectionHead}. Colours of images with opacity count as much as they can be seen (see {@link premultiply}).
 *
 * Images [batch, imageChannels, size, size] in [-1, 1], labels int64 [batch] where there are classes; output [batch, 1].
 */
export class SkipDiscriminator extends Module {
  private readonly input: Sequential;
  /** From the lowest resolution, as the generator's, so that networks of other sizes share the names of their weights. */
  private readonly blocks: DownBlock[];
  private readonly output: Sequential;
  private readonly head: ProjectionHead;

  constructor(options: SkipNetworkOptions) {
    super();
    const widths = widthsOf('SkipDiscriminator', options);
    const { imageChannels, classes = 0 } = options;
    const [first = 0] = widths;
    this.input = new Sequential(
      initialize_(new Conv2d(imageChannels, first, 4, { stride: 2, padding: 1 }), ACTIVATION_GAIN),
      new LeakyReLU(NEGATIVE_SLOPE),
    );
    this.blocks = widths
      .slice(1)
      .map((width, index) => new DownBlock(widths[index] as number, width))
      .reverse();
    this.output = new Sequential(new MinibatchStdDev({ groupSize: 4 }), new Flatten());
    this.head = new ProjectionHead(((widths.at(-1) as number) + 1) * LOWEST * LOWEST, classes);
  }

  forward(images: Tensor, labels?: Tensor): Tensor {
    let value = this.input.forward(images.size(1) === 4 ? premultiply(images) : images);
    for (const block of this.blocks.toReversed()) value = block.forward(value);
    return this.head.forward(this.output.forward(value), labels);
  }
}

/** Feature maps from half of the size down to the lowest. */
function widthsOf(owner: string, options: SkipNetworkOptions): number[] {
  checkOptions(owner, options, ['size', 'imageChannels', 'channels', 'mostChannels', 'classes', 'momentum']);
  const { size, channels, mostChannels = 512 } = options;
  if (!(size >= 16 && Number.isInteger(Math.log2(size)))) {
    throw new UsageError(`${owner}: size: expected a power of two, at least 16, got ${describeNumber(size)}`);
  }
  const scales = Math.log2(size / LOWEST);
  return Array.from({ length: scales }, (_, scale) => Math.min(channels * 2 ** scale, mostChannels));
}
