// Schedules that lower the rate by a constant factor or along a curve: StepLR, MultiStepLR, ExponentialLR, PolynomialLR,
// InverseTimeDecay.
import { checkList, checkOptions } from '../../options';
import { type AnyOptimizer, checkFinite, checkPositive, checkWhole, LRScheduler } from './base';

/** lr = lr * gamma at every `stepSize`-th step; alone base * gamma^floor(t / stepSize). */
export class StepLR extends LRScheduler {
  /** @param gamma Default 0.1. */
  constructor(
    optimizer: AnyOptimizer,
    readonly stepSize: number,
    readonly gamma = 0.1,
  ) {
    super(optimizer);
    checkWhole('StepLR', { stepSize });
    checkFinite('StepLR', { gamma });
    this.start();
  }

  protected next(lr: number, step: number): number {
    return step % this.stepSize === 0 ? lr * this.gamma : lr;
  }
}

/** lr = lr * gamma at every milestone; a milestone that is given n times counts n times. */
export class MultiStepLR extends LRScheduler {
  /** @param gamma Default 0.1. */
  constructor(
    optimizer: AnyOptimizer,
    readonly milestones: readonly number[],
    readonly gamma = 0.1,
  ) {
    super(optimizer);
    checkList('MultiStepLR', 'milestones', milestones);
    for (const milestone of milestones) checkWhole('MultiStepLR', { milestone }, 0);
    checkFinite('MultiStepLR', { gamma });
    this.start();
  }

  protected override first(lr: number): number {
    return this.next(lr, 0);
  }

  protected override again(_lr: number, baseLr: number): number {
    return this.next(baseLr, 0);
  }

  protected next(lr: number, step: number): number {
    const times = this.milestones.filter((milestone) => milestone === step).length;
    return times === 0 ? lr : lr * this.gamma ** times;
  }
}

/** lr = lr * gamma at every step; alone base * gamma^t. */
export class ExponentialLR extends LRScheduler {
  constructor(
    optimizer: AnyOptimizer,
    readonly gamma: number,
  ) {
    super(optimizer);
    checkFinite('ExponentialLR', { gamma });
    this.start();
  }

  protected next(lr: number): number {
    return lr * this.gamma;
  }
}

/** Settings of PolynomialLR. */
export interface PolynomialOptions {
  /** Steps to a rate of 0. Default 5. */
  totalIters?: number;
  /** Default 1. */
  power?: number;
}

/** Alone base * (1 - t / totalIters)^power, and 0 from step `totalIters` on. */
export class PolynomialLR extends LRScheduler {
  readonly totalIters: number;
  readonly power: number;

  constructor(optimizer: AnyOptimizer, options: PolynomialOptions = {}) {
    super(optimizer);
    checkOptions('PolynomialLR', options, ['totalIters', 'power']);
    const { totalIters = 5, power = 1 } = options;
    checkWhole('PolynomialLR', { totalIters });
    checkFinite('PolynomialLR', { power });
    this.totalIters = totalIters;
    this.power = power;
    this.start();
  }

  protected next(lr: number, step: number): number {
    if (step > this.totalIters) return lr;
    const left = (at: number) => 1 - at / this.totalIters;
    return lr * (left(step) / left(step - 1)) ** this.power;
  }
}

/** Alone base / (1 + decayRate t / decaySteps): Keras' `decay` option with decaySteps 1. */
export class InverseTimeDecay extends LRScheduler {
  /** @param decaySteps Default 1. */
  constructor(
    optimizer: AnyOptimizer,
    readonly decayRate: number,
    readonly decaySteps = 1,
  ) {
    super(optimizer);
    checkFinite('InverseTimeDecay', { decayRate });
    checkPositive('InverseTimeDecay', { decaySteps });
    this.start();
  }

  protected next(lr: number, step: number): number {
    const divisor = (at: number) => 1 + (this.decayRate * at) / this.decaySteps;
    return lr * (divisor(step - 1) / divisor(step));
  }
}
