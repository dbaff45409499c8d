// The base class of learning-rate schedules: steps, base rates, state.
import { describeNumber } from '../../options';
import type { BaseOptions, Optimizer } from '../optimizer';

/** Any optimizer, as far as its learning rates go. */
export type AnyOptimizer = Pick<Optimizer<BaseOptions>, 'paramGroups'>;

/** The state of a schedule; plain JSON. */
export interface SchedulerState {
  lastStep: number;
  baseLrs: number[];
  /** The rates of the groups when the state was taken. Absent: they are left to the optimizer's own state. */
  lrs?: number[];
}

/** Something to call once after each optimizer step: a single schedule or several of them. */
export interface Scheduler {
  readonly optimizer: AnyOptimizer;
  step(): void;
  getLastLr(): number[];
  stateDict(): object;
}

/**
 * A schedule of the learning rates of all groups. Call `step()` once after each optimizer step (or epoch: the schedule
 * counts calls). Step 0 applies at once.
 *
 * As in PyTorch, most schedules change the present rate by a factor, so several on one optimizer act together, and a rate
 * that is set by hand, or that of a group that is added later, is scheduled from then on. A group's base rate, which some
 * formulas start from, is its rate before the first schedule; the group keeps it as `initialLr`.
 */
export abstract class LRScheduler implements Scheduler {
  /** Calls of `step()` so far. */
  lastStep = 0;
  /** The rate that each group had before the first schedule of its optimizer was made. */
  baseLrs: number[] = [];

  /** @throws TypeError for anything but an optimizer. */
  constructor(readonly optimizer: AnyOptimizer) {
    if (!Array.isArray(optimizer?.paramGroups)) {
      throw new TypeError(`${this.constructor.name}: expected an optimizer, got ${describe(optimizer)}`);
    }
    this.#noteBaseLrs();
  }

  /** The rate after step `step` (at least 1) of a group whose rate is `lr`. */
  protected abstract next(lr: number, step: number, baseLr: number, group: number): number;

  /** The rate at step 0 of a group whose rate is `lr`. Default: `lr`. */
  protected first(lr: number, _baseLr: number, _group: number): number {
    return lr;
  }

  /** The rate at step 0 when another schedule ends and this one begins. Default: the base rate. */
  protected again(_lr: number, baseLr: number, _group: number): number {
    return baseLr;
  }

  /** Advances by one step and sets the rates. */
  step(): void {
    const step = this.lastStep + 1;
    this.#set((lr, baseLr, group) => this.next(lr, step, baseLr, group));
    this.lastStep = step;
  }

  /** Sets the rates of step 0; a subclass calls it at the end of its constructor. */
  start(): void {
    this.#set((lr, baseLr, group) => this.first(lr, baseLr, group));
    this.lastStep = 0;
  }

  /** Returns to step 0 after another schedule has been active. */
  restart(): void {
    this.#set((lr, baseLr, group) => this.again(lr, baseLr, group));
    this.lastStep = 0;
  }

  /** The present rate of each group. */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  stateDict(): SchedulerState {
    this.#noteBaseLrs();
    return { lastStep: this.lastStep, baseLrs: [...this.baseLrs], lrs: this.getLastLr() };
  }

  /**
   * Continues from the state of another schedule of the same kind, with its rates.
   *
   * @throws Error, and nothing is changed, when the state is not one of as many groups as this optimizer has.
   */
  loadStateDict(state: SchedulerState): void {
    const { paramGroups } = this.optimizer;
    const { lastStep, baseLrs, lrs = this.getLastLr() } = state ?? {};
    const fits = [baseLrs, lrs].every(
      (rates) => Array.isArray(rates) && rates.length === paramGroups.length && rates.every(Number.isFinite),
    );
    if (!fits || !Number.isInteger(lastStep) || lastStep < 0) {
      throw new Error(
        `${this.constructor.name}.loadStateDict: expected { lastStep, baseLrs, lrs } with ${paramGroups.length} rates each, ` +
          `got ${JSON.stringify(state)}`,
      );
    }
    this.lastStep = lastStep;
    this.baseLrs = [...baseLrs];
    for (const [i, group] of paramGroups.entries()) {
      group.initialLr = baseLrs[i];
      group.lr = lrs[i] as number;
    }
  }

  #set(rate: (lr: number, baseLr: number, group: number) => number): void {
    this.#noteBaseLrs();
    const { paramGroups } = this.optimizer;
    const rates = paramGroups.map((group, i) => rate(group.lr, this.baseLrs[i] as number, i));
    for (const [i, group] of paramGroups.entries()) group.lr = rates[i] as number;
  }

  #noteBaseLrs(): void {
    for (const group of this.optimizer.paramGroups.slice(this.baseLrs.length)) {
      group.initialLr ??= group.lr;
      this.baseLrs.push(group.initialLr);
    }
  }
}

/** Throws a RangeError that names the first setting that is not a number above 0. */
export function checkPositive(schedule: string, settings: Record<string, number>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value !== 'number' || !(value > 0)) {
      throw new RangeError(`${schedule}: ${name} must be above 0, got ${describeNumber(value)}`);
    }
  }
}

/** Throws a RangeError that names the first setting that is not a whole number of at least `least`. */
export function checkWhole(schedule: string, settings: Record<string, number>, least = 1): void {
  for (const [name, value] of Object.entries(settings)) {
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(
        `${schedule}: ${name} must be a whole number, at least ${least}, got ${describeNumber(value)}`,
      );
    }
  }
}

/** Throws a RangeError that names the first setting that is not a finite number. */
export function checkFinite(schedule: string, settings: Record<string, number>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (!Number.isFinite(value))
      throw new RangeError(`${schedule}: ${name} must be a number, got ${describeNumber(value)}`);
  }
}

function describe(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  return value.constructor?.name ?? 'an object';
}
