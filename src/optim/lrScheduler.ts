// Learning-rate schedules: each sets a group's rate from its first rate and the number of steps, in closed form.
import type { BaseOptions, Optimizer } from './optimizer';

/** Any optimiser, as far as its learning rates go. */
export type AnyOptimizer = Pick<Optimizer<BaseOptions>, 'paramGroups'>;

/** Where a schedule stands; plain JSON. */
export interface SchedulerState {
  lastStep: number;
  baseLrs: number[];
}

/** Call `step()` once after each optimiser step (or epoch: the schedule counts calls). Step 0 applies at once. */
export abstract class LRScheduler {
  /** Calls of `step()` so far. */
  lastStep = 0;
  /** The rates that the groups had when the schedule was made. */
  baseLrs: number[];

  constructor(readonly optimizer: AnyOptimizer) {
    this.baseLrs = optimizer.paramGroups.map((group) => group.lr);
  }

  /** The rate of a group whose first rate is `baseLr` after `step` steps. */
  protected abstract rate(baseLr: number, step: number, group: number): number;

  /** Moves on by one step and sets the rates. */
  step(): void {
    this.lastStep += 1;
    this.apply();
  }

  /** The present rate of each group. */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  stateDict(): SchedulerState {
    return { lastStep: this.lastStep, baseLrs: [...this.baseLrs] };
  }

  /** Continues where another schedule of the same kind stood, and sets the rates. */
  loadStateDict({ lastStep, baseLrs }: SchedulerState): void {
    const count = this.optimizer.paramGroups.length;
    if (baseLrs?.length !== count || !Number.isInteger(lastStep)) {
      throw new Error(`${this.constructor.name}: expected { lastStep, baseLrs } with ${count} rates`);
    }
    this.lastStep = lastStep;
    this.baseLrs = [...baseLrs];
    this.apply();
  }

  /** Sets the rates of the present step; a subclass calls it at the end of its constructor. */
  protected apply(): void {
    for (const [i, group] of this.optimizer.paramGroups.entries()) {
      const base = this.baseLrs[i];
      if (base !== undefined) group.lr = this.rate(base, this.lastStep, i);
    }
  }
}

/** lr = base * gamma^floor(t / stepSize). */
export class StepLR extends LRScheduler {
  constructor(
    optimizer: AnyOptimizer,
    readonly stepSize: number,
    readonly gamma = 0.1,
  ) {
    super(optimizer);
    checkPositive('StepLR', { stepSize });
    this.apply();
  }

  protected rate(baseLr: number, step: number): number {
    return baseLr * this.gamma ** Math.floor(step / this.stepSize);
  }
}

/** lr = base * gamma^n, with n the number of milestones reached. */
export class MultiStepLR extends LRScheduler {
  constructor(
    optimizer: AnyOptimizer,
    readonly milestones: readonly number[],
    readonly gamma = 0.1,
  ) {
    super(optimizer);
    this.apply();
  }

  protected rate(baseLr: number, step: number): number {
    return baseLr * this.gamma ** this.milestones.filter((milestone) => milestone <= step).length;
  }
}

/** lr = base * gamma^t. */
export class ExponentialLR extends LRScheduler {
  constructor(
    optimizer: AnyOptimizer,
    readonly gamma: number,
  ) {
    super(optimizer);
    this.apply();
  }

  protected rate(baseLr: number, step: number): number {
    return baseLr * this.gamma ** step;
  }
}

/** lr = etaMin + (base - etaMin) (1 + cos(pi t / tMax)) / 2. */
export class CosineAnnealingLR extends LRScheduler {
  constructor(
    optimizer: AnyOptimizer,
    readonly tMax: number,
    readonly etaMin = 0,
  ) {
    super(optimizer);
    checkPositive('CosineAnnealingLR', { tMax });
    this.apply();
  }

  protected rate(baseLr: number, step: number): number {
    return this.etaMin + ((baseLr - this.etaMin) * (1 + Math.cos((Math.PI * step) / this.tMax))) / 2;
  }
}

/** Settings of LinearLR. */
export interface LinearOptions {
  /** Factor at step 0. Default 1/3. */
  startFactor?: number;
  /** Factor from step `totalIters` on. Default 1. */
  endFactor?: number;
  /** Steps from one to the other. Default 5. */
  totalIters?: number;
}

/** lr = base times a factor that goes linearly from `startFactor` to `endFactor`, for example to warm up. */
export class LinearLR extends LRScheduler {
  private readonly settings: Required<LinearOptions>;

  constructor(optimizer: AnyOptimizer, options: LinearOptions = {}) {
    super(optimizer);
    this.settings = { startFactor: 1 / 3, endFactor: 1, totalIters: 5, ...options };
    checkPositive('LinearLR', { totalIters: this.settings.totalIters });
    this.apply();
  }

  protected rate(baseLr: number, step: number): number {
    const { startFactor, endFactor, totalIters } = this.settings;
    return baseLr * (startFactor + ((endFactor - startFactor) * Math.min(step, totalIters)) / totalIters);
  }
}

/** lr = base / (1 + decayRate t / decaySteps): Keras' `decay` option with decaySteps 1. */
export class InverseTimeDecay extends LRScheduler {
  constructor(
    optimizer: AnyOptimizer,
    readonly decayRate: number,
    readonly decaySteps = 1,
  ) {
    super(optimizer);
    checkPositive('InverseTimeDecay', { decaySteps });
    this.apply();
  }

  protected rate(baseLr: number, step: number): number {
    return baseLr / (1 + (this.decayRate * step) / this.decaySteps);
  }
}

/** lr = base * factor(t), with one function for all groups or one for each. */
export class LambdaLR extends LRScheduler {
  private readonly factors: readonly ((step: number) => number)[];

  constructor(
    optimizer: AnyOptimizer,
    factor: ((step: number) => number) | readonly ((step: number) => number)[],
  ) {
    super(optimizer);
    const count = optimizer.paramGroups.length;
    this.factors = typeof factor === 'function' ? new Array(count).fill(factor) : factor;
    if (this.factors.length !== count) {
      throw new RangeError(
        `LambdaLR: expected ${count} functions, one for each group, got ${this.factors.length}`,
      );
    }
    this.apply();
  }

  protected rate(baseLr: number, step: number, group: number): number {
    return baseLr * (this.factors[group]?.(step) ?? 1);
  }
}

function checkPositive(schedule: string, settings: Record<string, number>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (!(value > 0)) throw new RangeError(`${schedule}: ${name} must be above 0, got ${value}`);
  }
}
