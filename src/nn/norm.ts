// Normalization within each sample: LayerNorm, GroupNorm, InstanceNorm2d.
import { checkOptions } from '../options';
import type { Tensor } from '../torch';
import { checkTensor, torch } from '../torch';
import { checkCounts, checkEnoughValues, checkRank } from './checks';
import type { FactoryOptions } from './linear';
import { Module } from './module';
import { flag, float, tuple } from './repr';

/** Settings of LayerNorm. */
export interface LayerNormOptions extends Omit<FactoryOptions, 'generator'> {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Whether scale and offset are learned. Default true. */
  elementwiseAffine?: boolean;
  /** Whether the offset is learned too. Default true. */
  bias?: boolean;
}

/** y = (x - mean) / sqrt(var + eps) * weight + bias over the last dimensions. Input and output [..., *normalizedShape]. */
export class LayerNorm extends Module {
  readonly normalizedShape: number[];
  readonly eps: number;
  weight!: Tensor | null;
  bias!: Tensor | null;

  constructor(normalizedShape: number | readonly number[], options: LayerNormOptions = {}) {
    super();
    checkOptions(this.constructor.name, options, ['eps', 'elementwiseAffine', 'bias', 'dtype', 'device']);
    const { eps = 1e-5, elementwiseAffine = true, bias = true, dtype, device } = options;
    this.normalizedShape = Array.isArray(normalizedShape)
      ? [...normalizedShape]
      : [normalizedShape as number];
    this.eps = eps;
    for (const size of this.normalizedShape) checkCounts('LayerNorm', { 'a size in normalizedShape': size });
    const full = (value: number) =>
      torch.full(this.normalizedShape, value, { dtype: dtype ?? 'float32', device });
    this.registerParameter('weight', elementwiseAffine ? full(1) : null);
    this.registerParameter('bias', elementwiseAffine && bias ? full(0) : null);
  }

  forward(x: Tensor): Tensor {
    return torch.layerNorm(x, this.normalizedShape, this.weight, this.bias, this.eps);
  }

  override extraRepr(): string {
    const flags = `elementwise_affine=${flag(this.weight !== null)}, bias=${flag(this.bias !== null)}`;
    return `${tuple(this.normalizedShape)}, eps=${float(this.eps)}, ${flags}`;
  }
}

/** Settings of GroupNorm. */
export interface GroupNormOptions extends Omit<FactoryOptions, 'generator'> {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Whether scale and offset per channel are learned. Default true. */
  affine?: boolean;
}

/** Normalizes groups of channels of each sample. Input and output [batch, numChannels, ...]. */
export class GroupNorm extends Module {
  readonly eps: number;
  readonly affine: boolean;
  weight!: Tensor | null;
  bias!: Tensor | null;

  constructor(
    readonly numGroups: number,
    readonly numChannels: number,
    options: GroupNormOptions = {},
  ) {
    super();
    checkOptions(this.constructor.name, options, ['eps', 'affine', 'dtype', 'device']);
    const { eps = 1e-5, affine = true, dtype, device } = options;
    checkCounts('GroupNorm', { numGroups, numChannels });
    if (numChannels % numGroups !== 0) {
      throw new RangeError(
        `GroupNorm: numChannels (${numChannels}) must be divisible by numGroups (${numGroups})`,
      );
    }
    this.eps = eps;
    this.affine = affine;
    this.registerParameter('weight', affine ? torch.ones([numChannels], { dtype, device }) : null);
    this.registerParameter('bias', affine ? torch.zeros([numChannels], { dtype, device }) : null);
  }

  forward(x: Tensor): Tensor {
    checkTensor('GroupNorm', 'x', x);
    if (x.dim() < 2) {
      throw new Error(`GroupNorm: expected input [batch, channels, ...], got shape [${x.shape.join(', ')}]`);
    }
    const [batch = 0, channels = 0, ...spatial] = x.shape;
    const count = spatial.reduce((product, size) => product * size, (batch * channels) / this.numGroups);
    checkEnoughValues('GroupNorm', x, count, 'value per channel', 'use fewer groups');
    return torch.groupNorm(x, this.numGroups, this.weight, this.bias, this.eps);
  }

  override extraRepr(): string {
    const flags = `affine=${flag(this.affine)}, bias=${flag(this.affine)}`;
    return `${this.numGroups}, ${this.numChannels}, eps=${float(this.eps)}, ${flags}`;
  }
}

/** Settings of InstanceNorm2d. */
export interface InstanceNormOptions extends Omit<FactoryOptions, 'generator'> {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Fraction of the new batch in the running statistics; null leaves them as they are. Default 0.1. */
  momentum?: number | null;
  /** Whether scale and offset per channel are learned. Default false. */
  affine?: boolean;
  /** Whether running statistics are kept and used in inference mode. Default false. */
  trackRunningStats?: boolean;
}

/** Normalizes each channel of each image separately. Input and output [batch, numFeatures, height, width], or one image. */
export class InstanceNorm2d extends Module {
  readonly eps: number;
  readonly momentum: number | null;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  weight!: Tensor | null;
  bias!: Tensor | null;
  runningMean!: Tensor | null;
  runningVar!: Tensor | null;
  numBatchesTracked!: Tensor | null;

  constructor(
    readonly numFeatures: number,
    options: InstanceNormOptions = {},
  ) {
    super();
    checkOptions(this.constructor.name, options, [
      'eps',
      'momentum',
      'affine',
      'trackRunningStats',
      'dtype',
      'device',
    ]);
    const { eps = 1e-5, momentum = 0.1, affine = false, trackRunningStats = false, dtype, device } = options;
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    checkCounts('InstanceNorm2d', { numFeatures });
    const full = (value: number) => torch.full([numFeatures], value, { dtype: dtype ?? 'float32', device });
    this.registerParameter('weight', affine ? full(1) : null);
    this.registerParameter('bias', affine ? full(0) : null);
    this.registerBuffer('runningMean', trackRunningStats ? full(0) : null);
    this.registerBuffer('runningVar', trackRunningStats ? full(1) : null);
    const count = trackRunningStats ? torch.zeros([], { dtype: 'int64', device }) : null;
    this.registerBuffer('numBatchesTracked', count);
  }

  forward(x: Tensor): Tensor {
    checkRank(x, [3, 4], 'InstanceNorm2d', '[batch, channels, height, width] or [channels, height, width]');
    if (x.dim() === 3) return this.forward(x.unsqueeze(0)).squeeze(0);
    const [, channels, height = 0, width = 0] = x.shape;
    if (this.affine && channels !== this.numFeatures) {
      throw new Error(
        `InstanceNorm2d: expected ${this.numFeatures} channels, got shape [${x.shape.join(', ')}]`,
      );
    }
    const useInput = this.training || this.runningMean === null;
    if (useInput)
      checkEnoughValues('InstanceNorm2d', x, height * width, 'spatial element', 'use it on larger maps');
    const { weight, bias, runningMean, runningVar, eps } = this;
    const momentum = this.momentum ?? 0;
    return torch.instanceNorm(x, weight, bias, runningMean, runningVar, useInput, momentum, eps, true);
  }

  override extraRepr(): string {
    const flags = `affine=${flag(this.affine)}, bias=${flag(this.affine)}, track_running_stats=${flag(this.trackRunningStats)}`;
    const momentum = this.momentum === null ? 'None' : float(this.momentum);
    return `${this.numFeatures}, eps=${float(this.eps)}, momentum=${momentum}, ${flags}`;
  }
}
