// AdaDelta (Zeiler, 2012); CNTK's defaults are lr 1, rho 0.95, eps 1e-8.
import type { Tensor } from '../torch';
import { native, torch } from '../torch';
import {
  type BaseOptions,
  checkAtLeastZero,
  type FullGroup,
  Optimizer,
  type ParamGroup,
  type ParamState,
  zeroStep,
} from './optimizer';

/** Settings of Adadelta. */
export interface AdadeltaOptions extends BaseOptions {
  /** Decay of both averages, in [0, 1]. Default 0.9. */
  rho: number;
  /** Added inside both roots. Default 1e-6. */
  eps: number;
  /** Added to the gradient, times the parameter. Default 0. */
  weightDecay: number;
  /** Climbs instead of descends. Default false. */
  maximize: boolean;
}

const ADADELTA: AdadeltaOptions = { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0, maximize: false };

/** v = rho v + (1 - rho) g^2; d = sqrt(u + eps) / sqrt(v + eps) g; u = rho u + (1 - rho) d^2; p = p - lr d. */
export class Adadelta extends Optimizer<AdadeltaOptions> {
  constructor(
    params: Iterable<Tensor> | Iterable<ParamGroup<AdadeltaOptions>>,
    options: Partial<AdadeltaOptions> = {},
  ) {
    super(params, options, ADADELTA);
  }

  protected validate({ rho, eps, weightDecay }: FullGroup<AdadeltaOptions>): void {
    checkAtLeastZero('Adadelta', { rho, eps, weightDecay });
    if (rho > 1) throw new RangeError(`Adadelta: rho must be at most 1, got ${rho}`);
  }

  protected initialState(param: Tensor): ParamState {
    return { step: zeroStep(param), square_avg: torch.zerosLike(param), acc_delta: torch.zerosLike(param) };
  }

  protected update(params: Tensor[], group: FullGroup<AdadeltaOptions>): void {
    const { lr, rho, eps, weightDecay, maximize } = group;
    native.adadeltaStep(
      {
        params,
        steps: this.column(params, group, 'step'),
        squareAvgs: this.column(params, group, 'square_avg'),
        accDeltas: this.column(params, group, 'acc_delta'),
      },
      { lr, rho, eps, weightDecay, maximize },
    );
  }
}
