// Cosine annealing, once or with restarts (Loshchilov and Hutter, "SGDR", 2017).
import { checkOptions } from '../../options';
import { type AnyOptimizer, checkFinite, checkPositive, checkWhole, LRScheduler } from './base';

/** Alone etaMin + (base - etaMin) (1 + cos(pi t / tMax)) / 2, which rises again after `tMax` steps. */
export class CosineAnnealingLR extends LRScheduler {
  /** @param etaMin Default 0. */
  constructor(
    optimizer: AnyOptimizer,
    readonly tMax: number,
    readonly etaMin = 0,
  ) {
    super(optimizer);
    checkPositive('CosineAnnealingLR', { tMax });
    checkFinite('CosineAnnealingLR', { etaMin });
    this.start();
  }

  protected next(lr: number, step: number, baseLr: number): number {
    const { tMax, etaMin } = this;
    if ((step - 1 - tMax) % (2 * tMax) === 0) {
      // The present rate is etaMin, from which no factor leads back.
      return lr + ((baseLr - etaMin) * (1 - Math.cos(Math.PI / tMax))) / 2;
    }
    const height = (at: number) => 1 + Math.cos((Math.PI * at) / tMax);
    return (height(step) / height(step - 1)) * (lr - etaMin) + etaMin;
  }
}

/** Settings of CosineAnnealingWarmRestarts. */
export interface WarmRestartOptions {
  /** How many times as long as the last each period is. Default 1. */
  tMult?: number;
  /** The rate at the end of a period. Default 0. */
  etaMin?: number;
}

/**
 * etaMin + (base - etaMin) (1 + cos(pi s / T)) / 2, with s the steps since the last restart and T the present period,
 * at first t0 steps. The rate does not depend on what other schedules did.
 */
export class CosineAnnealingWarmRestarts extends LRScheduler {
  readonly tMult: number;
  readonly etaMin: number;

  constructor(
    optimizer: AnyOptimizer,
    readonly t0: number,
    options: WarmRestartOptions = {},
  ) {
    super(optimizer);
    checkOptions('CosineAnnealingWarmRestarts', options, ['tMult', 'etaMin']);
    const { tMult = 1, etaMin = 0 } = options;
    checkWhole('CosineAnnealingWarmRestarts', { t0, tMult });
    checkFinite('CosineAnnealingWarmRestarts', { etaMin });
    this.tMult = tMult;
    this.etaMin = etaMin;
    this.start();
  }

  protected override first(lr: number, baseLr: number): number {
    return this.next(lr, 0, baseLr);
  }

  protected next(_lr: number, step: number, baseLr: number): number {
    let [since, period] = [step, this.t0];
    while (since >= period) {
      since -= period;
      period *= this.tMult;
    }
    return this.etaMin + ((baseLr - this.etaMin) * (1 + Math.cos((Math.PI * since) / period))) / 2;
  }
}
