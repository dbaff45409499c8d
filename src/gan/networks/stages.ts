// Stages of a residual network: blocks at one resolution, and the transition from or to the next.
import { Conv2d, LowPassDownsample2d, LowPassUpsample2d, Module } from '../../nn';
import type { Generator, Tensor } from '../../torch';
import { ResidualBlock, type ResidualBlockOptions } from './residualBlock';
import { initialize_ } from './variance';

/** Settings of a stage. */
export interface StageOptions extends ResidualBlockOptions {
  /** Residual blocks in the stage. Default 2. */
  depth?: number;
}

/** Twice the resolution, then residual blocks: [batch, inChannels, h, w] -> [batch, outChannels, 2 h, 2 w]. */
export class GeneratorStage extends Module {
  private readonly channels: Conv2d | null;
  private readonly upsample = new LowPassUpsample2d();
  private readonly blocks: ResidualBlock[];

  constructor(inChannels: number, outChannels: number, options: StageOptions = {}) {
    super();
    this.channels = changeOfChannels(inChannels, outChannels, options.generator);
    this.blocks = residualBlocks(outChannels, options);
  }

  forward(x: Tensor): Tensor {
    // A 1 x 1 convolution and resampling commute; on the smaller image the convolution costs a quarter.
    const value = this.upsample.forward(this.channels ? this.channels.forward(x) : x);
    return this.blocks.reduce((signal, block) => block.forward(signal), value);
  }
}

/** Residual blocks, then half the resolution: [batch, inChannels, h, w] -> [batch, outChannels, h / 2, w / 2]. */
export class DiscriminatorStage extends Module {
  private readonly blocks: ResidualBlock[];
  private readonly downsample = new LowPassDownsample2d();
  private readonly channels: Conv2d | null;

  constructor(inChannels: number, outChannels: number, options: StageOptions = {}) {
    super();
    this.blocks = residualBlocks(inChannels, options);
    this.channels = changeOfChannels(inChannels, outChannels, options.generator);
  }

  forward(x: Tensor): Tensor {
    const value = this.downsample.forward(this.blocks.reduce((signal, block) => block.forward(signal), x));
    return this.channels ? this.channels.forward(value) : value;
  }
}

/** The blocks of a stage. */
export function residualBlocks(channels: number, { depth = 2, ...options }: StageOptions): ResidualBlock[] {
  return Array.from({ length: depth }, () => new ResidualBlock(channels, options));
}

function changeOfChannels(inputs: number, outputs: number, generator?: Generator): Conv2d | null {
  if (inputs === outputs) return null;
  return initialize_(new Conv2d(inputs, outputs, 1, { bias: false }), 1, generator);
}
