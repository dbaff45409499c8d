// The updates of networks: optimizers, scheduled settings of their groups, and clipping.
import { UsageError } from '../errors';
import * as optim from '../optim';
import { checkOptions } from '../options';
import type { Tensor } from '../torch';
import type { NetworkName } from './model';
import { type Moment, type Scheduled, valueAt } from './schedule';

/** What a trainer needs of an optimizer; every optimizer of `optim` has it. */
export interface Optimizer {
  /** Updates every parameter that has a gradient. */
  step(): void;
  stateDict(): object;
  loadStateDict(state: never): unknown;
  /** Settings by group, which schedules change; absent in optimizers without settings. */
  readonly paramGroups?: readonly object[];
  dispose?(): void;
}

/** Settings of an optimizer's groups as functions of the images shown: `{ lr: gan.cosine(2e-4, 5e-5, 1e6), betas: ... }`. */
export type Schedules = Readonly<Record<string, Scheduled<number | boolean | readonly number[]>>>;

/** Bounds on the gradients of one network, applied before an update: first each element, then the norm of all together. */
export interface Clip {
  /** Every element is clamped to [-value, value]. */
  readonly value?: number;
  /** All gradients are scaled together so that their 2-norm is at most this. */
  readonly norm?: number;
}

/** Updates one network. */
export class Updater {
  /** @throws UsageError when a schedule is of a setting that the optimizer does not have, or a bound is not positive */
  constructor(
    network: NetworkName,
    readonly optimizer: Optimizer,
    private readonly schedules: Schedules,
    private readonly clip: Clip,
  ) {
    const groups = optimizer.paramGroups ?? [];
    for (const name of Object.keys(schedules)) {
      if (groups.length > 0 && groups.every((group) => name in group)) continue;
      const known = Object.keys(groups[0] ?? {}).filter((key) => key !== 'params');
      throw new UsageError(
        `schedules.${network}.${name}: the optimizer has no such setting`,
        known.length > 0 ? `it has ${known.join(', ')}` : 'it has no paramGroups that could be scheduled',
      );
    }
    checkOptions(`Trainer: clip.${network}`, clip, ['value', 'norm']);
    for (const [name, bound] of Object.entries(clip)) {
      if (bound === undefined || (typeof bound === 'number' && bound > 0)) continue;
      throw new UsageError(`clip.${network}.${name}: expected a number above 0, got ${bound}`);
    }
  }

  /**
   * One update with the accumulated gradients.
   *
   * @param rate what the learning rates are multiplied with, scheduled or not
   */
  update(parameters: readonly Tensor[], moment: Moment, rate = 1): void {
    const { optimizer, schedules, clip } = this;
    for (const [name, scheduled] of Object.entries(schedules)) {
      const value = valueAt(scheduled, moment, `schedules: ${name}`);
      if (name === 'lr' && !(Number(value) >= 0))
        throw new UsageError(`schedules: lr: expected at least 0 at step ${moment.step}, got ${value}`);
      for (const group of optimizer.paramGroups ?? []) Object.assign(group, { [name]: value });
    }
    if (clip.value !== undefined) optim.clipGradValue_(parameters, clip.value);
    if (clip.norm !== undefined) optim.clipGradNorm_(parameters, clip.norm).dispose();
    if (rate === 1) optimizer.step();
    else this.slowStep(rate);
  }

  private slowStep(rate: number): void {
    const groups = (this.optimizer.paramGroups ?? []).filter(hasRate);
    const own = groups.map(({ lr }) => lr);
    try {
      for (const group of groups) group.lr *= rate;
      this.optimizer.step();
    } finally {
      for (const [index, group] of groups.entries()) group.lr = own[index] as number;
    }
  }
}

function hasRate(group: object): group is { lr: number } {
  return 'lr' in group && typeof group.lr === 'number';
}
