// Batch normalization: BatchNorm1d and BatchNorm2d.
import { isTogether } from '../dist';
import { checkOptions } from '../options';
import type { Tensor } from '../torch';
import { torch } from '../torch';
import { checkCounts, checkEnoughValues, checkRank } from './checks';
import { buffer } from './fields';
import type { FactoryOptions } from './linear';
import { Module } from './module';
import { batchNormOverRanks } from './rankNorm';
import { flag, float } from './repr';

/** Settings of BatchNorm1d and BatchNorm2d. */
export interface BatchNormOptions extends Omit<FactoryOptions, 'generator'> {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /**
   * Fraction of the new batch in the running statistics: running = (1 - momentum) running + momentum batch. Keras' momentum
   * is 1 minus this. null takes the plain average over all batches. Default 0.1.
   */
  momentum?: number | null;
  /** Whether scale (gamma) and offset (beta) are learned. Default true. */
  affine?: boolean;
  /** Whether running statistics are kept for inference mode; without them every mode uses the batch. Default true. */
  trackRunningStats?: boolean;
  /** Keeps gamma at 1: it stays in the state dict, as a buffer, and is not learned. Default false. */
  fixedGamma?: boolean;
}

abstract class BatchNorm extends Module {
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
    options: BatchNormOptions = {},
  ) {
    super();
    checkOptions(this.constructor.name, options, [
      'eps',
      'momentum',
      'affine',
      'trackRunningStats',
      'fixedGamma',
      'dtype',
      'device',
    ]);
    const {
      eps = 1e-5,
      momentum = 0.1,
      affine = true,
      trackRunningStats = true,
      fixedGamma = false,
    } = options;
    checkCounts(this.constructor.name, { numFeatures });
    const { dtype, device } = options;
    const full = (value: number) => torch.full([numFeatures], value, { dtype: dtype ?? 'float32', device });
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    if (affine && fixedGamma) this.weight = buffer(full(1));
    else this.registerParameter('weight', affine ? full(1) : null);
    this.registerParameter('bias', affine ? full(0) : null);
    this.registerBuffer('runningMean', trackRunningStats ? full(0) : null);
    this.registerBuffer('runningVar', trackRunningStats ? full(1) : null);
    const count = trackRunningStats ? torch.zeros([], { dtype: 'int64', device }) : null;
    this.registerBuffer('numBatchesTracked', count);
  }

  protected abstract checkInput(x: Tensor): void;

  forward(x: Tensor): Tensor {
    this.checkInput(x);
    const useBatch = this.training || this.runningMean === null;
    const together = useBatch && isTogether();
    if (useBatch && !together) {
      const [batch = 0, , ...spatial] = x.shape;
      const count = spatial.reduce((product, size) => product * size, batch);
      checkEnoughValues(
        this.constructor.name,
        x,
        count,
        'value per channel',
        'use a larger batch, or eval()',
      );
    }
    const momentum =
      this.training && this.numBatchesTracked
        ? this.countBatch(this.numBatchesTracked)
        : (this.momentum ?? 0);
    const { weight, bias, runningMean, runningVar, eps } = this;
    if (together) return batchNormOverRanks(x, this, momentum, eps);
    return torch.batchNorm(x, weight, bias, runningMean, runningVar, useBatch, momentum, eps, true);
  }

  override extraRepr(): string {
    const momentum = this.momentum === null ? 'None' : float(this.momentum);
    const flags = `affine=${flag(this.affine)}, bias=${flag(this.affine)}, track_running_stats=${flag(this.trackRunningStats)}`;
    return `${this.numFeatures}, eps=${float(this.eps)}, momentum=${momentum}, ${flags}`;
  }

  private countBatch(batches: Tensor): number {
    batches.add_(1);
    return this.momentum ?? 1 / Number(batches.item());
  }
}

/** y = (x - mean) / sqrt(var + eps) * gamma + beta over a batch of vectors [batch, n] or sequences [batch, n, length]. */
export class BatchNorm1d extends BatchNorm {
  protected checkInput(x: Tensor): void {
    checkRank(x, [2, 3], 'BatchNorm1d', '[batch, features] or [batch, features, length]');
  }
}

/** y = (x - mean) / sqrt(var + eps) * gamma + beta, per channel, over images [batch, n, height, width]. */
export class BatchNorm2d extends BatchNorm {
  protected checkInput(x: Tensor): void {
    checkRank(x, [4], 'BatchNorm2d', '[batch, channels, height, width]');
  }
}
