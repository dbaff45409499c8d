// A generator and a discriminator of residual blocks, mirror images of each other, for images of any size.
import { UsageError } from '../../errors';
import { Conv2d, Linear, MinibatchStdDev, Module, parameter } from '../../nn';
import { checkOptions } from '../../options';
import { type Generator, type Tensor, torch } from '../../torch';
import { ConditionedLatent } from './conditionedLatent';
import { ProjectionHead } from './projectionHead';
import type { ResidualBlock } from './residualBlock';
import { DiscriminatorStage, GeneratorStage, residualBlocks } from './stages';
import { initialize_ } from './variance';

/** The size of residual networks. */
export interface ResidualNetworkOptions {
  /** [channels, height, width]; the sides must be whole multiples of 2^(stages - 1). */
  imageShape: readonly [channels: number, height: number, width: number];
  /** Channels of each stage, from the lowest resolution to that of the image: [256, 128, 64, 32] is 4 x 4 to 32 x 32. */
  channels: readonly number[];
  /** Residual blocks per stage. Default 2. */
  depth?: number;
  /** See {@link ResidualBlockOptions.expansion}. Default: none. */
  expansion?: number;
  /** See {@link ResidualBlockOptions.groups}. Default 1. */
  groups?: number;
  /** Classes that the network is conditioned on. Default 0, none. */
  classes?: number;
  /** Draws the initial weights; the default generator when absent. */
  generator?: Generator;
}

const OPTIONS = ['imageShape', 'channels', 'depth', 'expansion', 'groups', 'classes', 'generator'] as const;

/**
 * R3GAN's generator: a learned image of the lowest resolution, whose channels the latent scales; stages of residual blocks, each at
 * twice the resolution; a 1 x 1 convolution to the image, whose values are not bounded (Huang et al., "The GAN is dead; long
 * live the GAN!", 2024). No normalization, no noise, no mapping network.
 *
 * Latents [batch, latentSize], labels int64 [batch] where there are classes; output [batch, ...imageShape].
 */
export class ResidualGenerator extends Module {
  private readonly condition: ConditionedLatent | null;
  private readonly input: Linear;
  private readonly basis: Tensor;
  private readonly blocks: ResidualBlock[];
  private readonly stages: GeneratorStage[];
  private readonly output: Conv2d;

  /** @throws UsageError when the stages do not lead to the size of the images */
  constructor(latentSize: number, options: ResidualNetworkOptions) {
    super();
    checkOptions('ResidualGenerator', options, OPTIONS);
    const { classes = 0, generator } = options;
    const { channels, lowest, stage } = plan('ResidualGenerator', options);
    const [first = 0] = channels;
    this.condition = classes > 0 ? new ConditionedLatent(classes, latentSize, latentSize, generator) : null;
    const inputs = this.condition?.size ?? latentSize;
    this.input = initialize_(new Linear(inputs, first, { bias: false }), 1, generator);
    this.basis = parameter(torch.randn([1, first, ...lowest], { generator: generator ?? null }));
    this.blocks = residualBlocks(first, stage);
    this.stages = channels
      .slice(1)
      .map((outputs, index) => new GeneratorStage(channels[index] as number, outputs, stage));
    this.output = initialize_(new Conv2d(channels.at(-1) as number, options.imageShape[0], 1), 1, generator);
  }

  forward(latents: Tensor, labels?: Tensor): Tensor {
    const conditioned = this.condition && labels ? this.condition.forward(latents, labels) : latents;
    const weights = this.input.forward(conditioned).unsqueeze(2).unsqueeze(3);
    let value = this.basis.mul(weights);
    for (const layer of [...this.blocks, ...this.stages]) value = layer.forward(value);
    return this.output.forward(value);
  }
}

/** Further settings of a discriminator. */
export interface ResidualDiscriminatorOptions extends ResidualNetworkOptions {
  /** Images that a layer of minibatch standard deviation compares before the end. Default 0: no such layer. */
  minibatchGroup?: number;
}

/**
 * R3GAN's discriminator, the generator's mirror image: a 1 x 1 convolution from the image, stages of residual blocks, each to half
 * the resolution, blocks at the lowest one, a learned weight per channel and pixel there, and a {@link ProjectionHead}.
 *
 * Images [batch, ...imageShape], labels int64 [batch] where there are classes; output [batch, 1].
 */
export class ResidualDiscriminator extends Module {
  private readonly input: Conv2d;
  /** From the lowest resolution, as the generator's, so that networks of other sizes share the names of their weights. */
  private readonly stages: DiscriminatorStage[];
  private readonly blocks: ResidualBlock[];
  private readonly deviation: MinibatchStdDev | null;
  private readonly basis: Tensor;
  private readonly head: ProjectionHead;

  /** @throws UsageError when the stages do not lead from the size of the images */
  constructor(options: ResidualDiscriminatorOptions) {
    super();
    checkOptions('ResidualDiscriminator', options, [...OPTIONS, 'minibatchGroup']);
    const { classes = 0, minibatchGroup = 0, generator } = options;
    const { channels, lowest, stage } = plan('ResidualDiscriminator', options);
    const [last = 0] = channels;
    this.input = initialize_(new Conv2d(options.imageShape[0], channels.at(-1) as number, 1), 1, generator);
    this.stages = channels
      .slice(1)
      .map((inputs, index) => new DiscriminatorStage(inputs, channels[index] as number, stage));
    this.blocks = residualBlocks(last, stage);
    this.deviation = minibatchGroup > 0 ? new MinibatchStdDev({ groupSize: minibatchGroup }) : null;
    const features = last + (this.deviation ? 1 : 0);
    const [height, width] = lowest;
    this.basis = parameter(
      torch
        .randn([1, features, height, width], { generator: generator ?? null })
        .mul_(1 / Math.sqrt(height * width)),
    );
    this.head = new ProjectionHead(features, classes, generator);
  }

  forward(images: Tensor, labels?: Tensor): Tensor {
    let value = this.input.forward(images);
    for (const layer of [...this.stages.toReversed(), ...this.blocks]) value = layer.forward(value);
    const compared = this.deviation ? this.deviation.forward(value) : value;
    return this.head.forward(compared.mul(this.basis).sum([2, 3]), labels);
  }
}

function plan(owner: string, options: ResidualNetworkOptions) {
  const { imageShape, channels, depth = 2, expansion, groups, generator } = options;
  const [, height, width] = imageShape;
  const reduction = 2 ** (channels.length - 1);
  const lowest = [height / reduction, width / reduction] as const;
  if (channels.length === 0 || !lowest.every((side) => Number.isInteger(side) && side >= 1)) {
    throw new UsageError(
      `${owner}: channels: ${channels.length} stages halve the image ${Math.max(channels.length - 1, 0)} times, which [${imageShape.join(', ')}] does not allow`,
      'give as many numbers of channels as there are resolutions, for example 4 for 4 x 4 to 32 x 32',
    );
  }
  const blocks = depth * channels.length;
  return { channels, lowest, stage: { depth, blocks, expansion, groups, generator } };
}
