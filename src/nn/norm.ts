// Normalisation within each sample: LayerNorm, GroupNorm, InstanceNorm2d.
import { checkOptions } from '../options';
import type { Tensor } from '../torch';
import { torch } from '../torch';
import { checkRank } from './batchNorm';
import { buffer, parameter } from './fields';
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
  weight: Tensor | null;
  bias: Tensor | null;

  constructor(normalizedShape: number | readonly number[], options: LayerNormOptions = {}) {
    super();
    checkOptions(this.constructor.name, options, ['eps', 'elementwiseAffine', 'bias', 'dtype', 'device']);
    const { eps = 1e-5, elementwiseAffine = true, bias = true, dtype, device } = options;
    this.normalizedShape = typeof normalizedShape === 'number' ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.weight = elementwiseAffine ? parameter(torch.ones(this.normalizedShape, { dtype, device })) : null;
    this.bias =
      elementwiseAffine && bias ? parameter(torch.zeros(this.normalizedShape, { dtype, device })) : null;
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

/** Normalises groups of channels of each sample. Input and output [batch, numChannels, ...]. */
export class GroupNorm extends Module {
  readonly eps: number;
  readonly affine: boolean;
  weight: Tensor | null;
  bias: Tensor | null;

  constructor(
    readonly numGroups: number,
    readonly numChannels: number,
    options: GroupNormOptions = {},
  ) {
    super();
    checkOptions(this.constructor.name, options, ['eps', 'affine', 'dtype', 'device']);
    const { eps = 1e-5, affine = true, dtype, device } = options;
    if (numChannels % numGroups !== 0) {
      throw new RangeError(
        `GroupNorm: numChannels (${numChannels}) must be divisible by numGroups (${numGroups})`,
      );
    }
    this.eps = eps;
    this.affine = affine;
    this.weight = affine ? parameter(torch.ones([numChannels], { dtype, device })) : null;
    this.bias = affine ? parameter(torch.zeros([numChannels], { dtype, device })) : null;
  }

  forward(x: Tensor): Tensor {
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
  /** Share of the new batch in the running statistics. Default 0.1. */
  momentum?: number;
  /** Whether scale and offset per channel are learned. Default false. */
  affine?: boolean;
  /** Whether running statistics are kept and used in inference mode. Default false. */
  trackRunningStats?: boolean;
}

/** Normalises each channel of each image on its own. Input and output [batch, numFeatures, height, width]. */
export class InstanceNorm2d extends Module {
  readonly eps: number;
  readonly momentum: number;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  weight: Tensor | null = null;
  bias: Tensor | null = null;
  runningMean: Tensor | null = null;
  runningVar: Tensor | null = null;
  numBatchesTracked: Tensor | null = null;

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
    if (affine) {
      this.weight = parameter(torch.ones([numFeatures], { dtype, device }));
      this.bias = parameter(torch.zeros([numFeatures], { dtype, device }));
    }
    if (trackRunningStats) {
      this.runningMean = buffer(torch.zeros([numFeatures], { dtype, device }));
      this.runningVar = buffer(torch.ones([numFeatures], { dtype, device }));
      this.numBatchesTracked = buffer(torch.zeros([], { dtype: 'int64', device }));
    }
  }

  forward(x: Tensor): Tensor {
    checkRank(x, [4], 'InstanceNorm2d', '[batch, channels, height, width]');
    const useInput = this.training || this.runningMean === null;
    const { weight, bias, runningMean, runningVar, momentum, eps } = this;
    return torch.instanceNorm(x, weight, bias, runningMean, runningVar, useInput, momentum, eps, true);
  }

  override extraRepr(): string {
    const flags = `affine=${flag(this.affine)}, bias=${flag(this.affine)}, track_running_stats=${flag(this.trackRunningStats)}`;
    return `${this.numFeatures}, eps=${float(this.eps)}, momentum=${float(this.momentum)}, ${flags}`;
  }
}
