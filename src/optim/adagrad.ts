// AdaGrad (Duchi et al., 2011).
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

/** Settings of Adagrad. */
export interface AdagradOptions extends BaseOptions {
  /** The rate at step t (from 0) is lr / (1 + lrDecay t). Default 0. */
  lrDecay: number;
  /** Added to the gradient, times the parameter. Default 0. */
  weightDecay: number;
  /** What the sums of squares start with. Default 0. */
  initialAccumulatorValue: number;
  /** Added to the root. Default 1e-10. */
  eps: number;
  /** Climbs instead of descends. Default false. */
  maximize: boolean;
}

const ADAGRAD: AdagradOptions = {
  lr: 1e-2,
  lrDecay: 0,
  weightDecay: 0,
  initialAccumulatorValue: 0,
  eps: 1e-10,
  maximize: false,
};

/** sum = sum + g^2; p = p - lr g / (sqrt(sum) + eps). */
export class Adagrad extends Optimizer<AdagradOptions> {
  constructor(
    params: Iterable<Tensor> | Iterable<ParamGroup<AdagradOptions>>,
    options: Partial<AdagradOptions> = {},
  ) {
    super(params, options, ADAGRAD);
  }

  protected validate(group: FullGroup<AdagradOptions>): void {
    const { lrDecay, weightDecay, initialAccumulatorValue, eps } = group;
    checkAtLeastZero('Adagrad', { lrDecay, weightDecay, initialAccumulatorValue, eps });
  }

  protected initialState(param: Tensor, { initialAccumulatorValue }: FullGroup<AdagradOptions>): ParamState {
    return { step: zeroStep(param), sum: torch.fullLike(param, initialAccumulatorValue) };
  }

  protected update(params: Tensor[], group: FullGroup<AdagradOptions>): void {
    const { lr, lrDecay, weightDecay, eps, maximize } = group;
    native.adagradStep(
      {
        params,
        steps: this.column(params, group, 'step'),
        sums: this.column(params, group, 'sum'),
      },
      { lr, lrDecay, weightDecay, eps, maximize },
    );
  }
}
