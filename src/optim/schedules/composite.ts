// Several schedules as one: after one another (SequentialLR) or all at every step (ChainedScheduler).
import { checkList } from '../../options';
import { type AnyOptimizer, checkWhole, LRScheduler, type Scheduler, type SchedulerState } from './base';

/** The state of a SequentialLR and its schedules; plain JSON. */
export interface SequentialState {
  lastStep: number;
  schedulers: SchedulerState[];
}

/** One schedule after another; each begins at its own step 0, at its milestone. */
export class SequentialLR implements Scheduler {
  /** Calls of `step()` so far. */
  lastStep = 0;

  /**
   * Sets the rates back to the base rates and begins with the first schedule.
   *
   * @param milestones The step at which each schedule after the first begins, increasing.
   * @throws TypeError or RangeError for schedules of another optimizer, or a number of milestones that does not fit.
   */
  constructor(
    readonly optimizer: AnyOptimizer,
    readonly schedulers: readonly LRScheduler[],
    readonly milestones: readonly number[],
  ) {
    checkSchedulers('SequentialLR', optimizer, schedulers);
    checkList('SequentialLR', 'milestones', milestones);
    for (const [index, schedule] of schedulers.entries()) {
      if (schedule instanceof LRScheduler) continue;
      throw new TypeError(`SequentialLR: schedule ${index} must be a single one, got several in one`);
    }
    if (milestones.length !== schedulers.length - 1) {
      throw new RangeError(
        `SequentialLR: expected ${schedulers.length - 1} milestones, one fewer than schedules, got ${milestones.length}`,
      );
    }
    for (const [index, milestone] of milestones.entries()) {
      checkWhole('SequentialLR', { [`milestones[${index}]`]: milestone }, (milestones[index - 1] ?? 0) + 1);
    }
    for (const group of optimizer.paramGroups) group.lr = group.initialLr ?? group.lr;
    schedulers[0]?.start();
  }

  /** Advances by one step and sets the rates. */
  step(): void {
    const step = this.lastStep + 1;
    const begun = this.milestones.filter((milestone) => milestone <= step).length;
    const schedule = this.schedulers[begun] as LRScheduler;
    if (this.milestones[begun - 1] === step) schedule.restart();
    else schedule.step();
    this.lastStep = step;
  }

  /** The present rate of each group. */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  stateDict(): SequentialState {
    return { lastStep: this.lastStep, schedulers: this.schedulers.map((schedule) => schedule.stateDict()) };
  }

  /** Continues from the state of another such schedule. Throws an Error when the state does not fit. */
  loadStateDict(state: SequentialState): void {
    checkStates('SequentialLR', state?.schedulers, this.schedulers.length);
    if (!Number.isInteger(state.lastStep) || state.lastStep < 0) {
      throw new Error(`SequentialLR.loadStateDict: lastStep must be a whole number, got ${state.lastStep}`);
    }
    for (const [i, schedule] of this.schedulers.entries()) {
      schedule.loadStateDict(state.schedulers[i] as SchedulerState);
    }
    this.lastStep = state.lastStep;
  }
}

/** The state of a ChainedScheduler's schedules; plain JSON. */
export interface ChainedState {
  schedulers: object[];
}

/** All schedules at every step, in order; each starts from the rate that the previous one set. */
export class ChainedScheduler implements Scheduler {
  readonly optimizer: AnyOptimizer;

  /** @throws TypeError or RangeError for no schedules or those of several optimizers. */
  constructor(readonly schedulers: readonly (LRScheduler | SequentialLR)[]) {
    const optimizer = schedulers?.[0]?.optimizer as AnyOptimizer;
    checkSchedulers('ChainedScheduler', optimizer, schedulers);
    this.optimizer = optimizer;
  }

  /** Advances every schedule by one step. */
  step(): void {
    for (const schedule of this.schedulers) schedule.step();
  }

  /** The present rate of each group. */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  stateDict(): ChainedState {
    return { schedulers: this.schedulers.map((schedule) => schedule.stateDict()) };
  }

  /** Continues from the state of another such schedule. Throws an Error when the state does not fit. */
  loadStateDict(state: ChainedState): void {
    checkStates('ChainedScheduler', state?.schedulers, this.schedulers.length);
    for (const [i, schedule] of this.schedulers.entries()) {
      schedule.loadStateDict(state.schedulers[i] as SchedulerState & SequentialState);
    }
  }
}

function checkSchedulers(name: string, optimizer: AnyOptimizer, schedulers: readonly Scheduler[]): void {
  checkList(name, 'schedulers', schedulers);
  if (schedulers.length === 0) throw new RangeError(`${name}: expected at least one schedule, got none`);
  for (const [index, schedule] of schedulers.entries()) {
    if (schedule?.optimizer !== optimizer) {
      throw new TypeError(`${name}: schedule ${index} must be one of the same optimizer`);
    }
  }
}

function checkStates(name: string, states: unknown, count: number): void {
  if (Array.isArray(states) && states.length === count) return;
  const got = Array.isArray(states) ? String(states.length) : typeof states;
  throw new Error(`${name}.loadStateDict: expected the states of ${count} schedules, got ${got}`);
}
