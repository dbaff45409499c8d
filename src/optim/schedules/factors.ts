// Schedules that multiply the rate: by a constant or a line at the beginning (warm-up), or by any function.
import { checkOptions, describeNumber } from '../../options';
import { type AnyOptimizer, checkWhole, LRScheduler } from './base';

/** Settings of LinearLR. */
export interface LinearOptions {
  /** Factor at step 0, in (0, 1]. Default 1/3. */
  startFactor?: number;
  /** Factor from step `totalIters` on, in [0, 1]. Default 1. */
  endFactor?: number;
  /** Steps from one to the other. Default 5. */
  totalIters?: number;
}

/** A factor that changes linearly from `startFactor` to `endFactor`, for example to warm up. */
export class LinearLR extends LRScheduler {
  private readonly settings: Required<LinearOptions>;

  constructor(optimizer: AnyOptimizer, options: LinearOptions = {}) {
    super(optimizer);
    checkOptions('LinearLR', options, ['startFactor', 'endFactor', 'totalIters']);
    const { startFactor = 1 / 3, endFactor = 1, totalIters = 5 } = options;
    if (!(startFactor > 0 && startFactor <= 1)) {
      throw new RangeError(
        `LinearLR: startFactor must be above 0 and at most 1, got ${describeNumber(startFactor)}`,
      );
    }
    checkFraction('LinearLR', { endFactor });
    checkWhole('LinearLR', { totalIters });
    this.settings = { startFactor, endFactor, totalIters };
    this.start();
  }

  protected override first(lr: number): number {
    return lr * this.settings.startFactor;
  }

  protected override again(_lr: number, baseLr: number): number {
    return baseLr * this.settings.startFactor;
  }

  protected next(lr: number, step: number): number {
    const { startFactor, endFactor, totalIters } = this.settings;
    if (step > totalIters) return lr;
    const rise = endFactor - startFactor;
    return lr * (1 + rise / (totalIters * startFactor + (step - 1) * rise));
  }
}

/** Settings of ConstantLR. */
export interface ConstantOptions {
  /** In (0, 1]. Default 1/3. */
  factor?: number;
  /** Steps with the factor. Default 5. */
  totalIters?: number;
}

/** A constant factor for the first `totalIters` steps. */
export class ConstantLR extends LRScheduler {
  private readonly settings: Required<ConstantOptions>;

  constructor(optimizer: AnyOptimizer, options: ConstantOptions = {}) {
    super(optimizer);
    checkOptions('ConstantLR', options, ['factor', 'totalIters']);
    const { factor = 1 / 3, totalIters = 5 } = options;
    if (!(factor > 0 && factor <= 1)) {
      // From a rate of 0 no factor leads back.
      throw new RangeError(`ConstantLR: factor must be above 0 and at most 1, got ${describeNumber(factor)}`);
    }
    checkWhole('ConstantLR', { totalIters });
    this.settings = { factor, totalIters };
    this.start();
  }

  protected override first(lr: number): number {
    return lr * this.settings.factor;
  }

  protected override again(_lr: number, baseLr: number): number {
    return baseLr * this.settings.factor;
  }

  protected next(lr: number, step: number): number {
    return step === this.settings.totalIters ? lr * (1 / this.settings.factor) : lr;
  }
}

/** One function of the step for all groups, or one for each. */
export type Factor = ((step: number) => number) | readonly ((step: number) => number)[];

abstract class FunctionLR extends LRScheduler {
  /** @throws TypeError for anything but functions, RangeError for another number of functions than groups. */
  constructor(
    optimizer: AnyOptimizer,
    private readonly factors: Factor,
  ) {
    super(optimizer);
    const name = this.constructor.name;
    const list = typeof factors === 'function' ? [factors] : factors;
    if (!Array.isArray(list) || list.some((factor) => typeof factor !== 'function')) {
      throw new TypeError(
        `${name}: expected a function or an array of functions, got ${describeNumber(factors)}`,
      );
    }
    const count = optimizer.paramGroups.length;
    if (typeof factors !== 'function' && factors.length !== count) {
      throw new RangeError(`${name}: expected ${count} functions, one for each group, got ${factors.length}`);
    }
  }

  protected factor(step: number, group: number): number {
    const factor = typeof this.factors === 'function' ? this.factors : this.factors[group];
    const value = factor?.(step);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    const name = this.constructor.name;
    if (factor === undefined) {
      throw new RangeError(
        `${name}: group ${group} was added later and has no function; give one for all groups`,
      );
    }
    throw new TypeError(
      `${name}: the function of group ${group} must give a number, got ${describeNumber(value)}`,
    );
  }
}

/** lr = base * factor(t). The rate does not depend on what other schedules did. */
export class LambdaLR extends FunctionLR {
  constructor(optimizer: AnyOptimizer, factor: Factor) {
    super(optimizer, factor);
    this.start();
  }

  protected override first(lr: number, baseLr: number, group: number): number {
    return this.next(lr, 0, baseLr, group);
  }

  protected override again(lr: number, baseLr: number, group: number): number {
    return this.next(lr, 0, baseLr, group);
  }

  protected next(_lr: number, step: number, baseLr: number, group: number): number {
    return baseLr * this.factor(step, group);
  }
}

/** lr = lr * factor(t), from step 1 on. */
export class MultiplicativeLR extends FunctionLR {
  constructor(optimizer: AnyOptimizer, factor: Factor) {
    super(optimizer, factor);
    this.start();
  }

  protected override again(lr: number, _baseLr: number, group: number): number {
    return lr * this.factor(0, group);
  }

  protected next(lr: number, step: number, _baseLr: number, group: number): number {
    return lr * this.factor(step, group);
  }
}

function checkFraction(schedule: string, settings: Record<string, number>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (!(value >= 0 && value <= 1)) {
      throw new RangeError(`${schedule}: ${name} must be between 0 and 1, got ${describeNumber(value)}`);
    }
  }
}
