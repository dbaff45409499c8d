// Stochastic gradient descent with momentum.
import type { Tensor } from '../torch';
import { native, torch } from '../torch';
import {
  type BaseOptions,
  checkAtLeastZero,
  type FullGroup,
  Optimizer,
  type ParamGroup,
  type ParamState,
} from './optimizer';

/** Settings of SGD. */
export interface SGDOptions extends BaseOptions {
  /** Fraction of the last update that is kept. Default 0. */
  momentum: number;
  /** The gradient enters the momentum times 1 - dampening. Default 0. */
  dampening: number;
  /** Added to the gradient, times the parameter. Default 0. */
  weightDecay: number;
  /** Looks ahead along the momentum; needs momentum and no dampening. Default false. */
  nesterov: boolean;
  /** Climbs instead of descends. Default false. */
  maximize: boolean;
}

const SGD_DEFAULTS: SGDOptions = {
  lr: 1e-3,
  momentum: 0,
  dampening: 0,
  weightDecay: 0,
  nesterov: false,
  maximize: false,
};

/** p = p - lr g, or with momentum b = momentum b + (1 - dampening) g, p = p - lr b; the first b is the first g. */
export class SGD extends Optimizer<SGDOptions> {
  constructor(
    params: Iterable<Tensor> | Iterable<ParamGroup<SGDOptions>>,
    options: Partial<SGDOptions> = {},
  ) {
    super(params, options, SGD_DEFAULTS);
  }

  protected validate({ momentum, dampening, weightDecay, nesterov }: FullGroup<SGDOptions>): void {
    checkAtLeastZero('SGD', { momentum, weightDecay });
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new RangeError('SGD: nesterov needs a momentum above 0 and a dampening of 0');
    }
  }

  protected initialState(param: Tensor): ParamState {
    return { momentum_buffer: torch.zerosLike(param) };
  }

  protected update(params: Tensor[], group: FullGroup<SGDOptions>): void {
    if (group.momentum === 0) {
      this.updateWith(params, [], group, false);
      return;
    }
    const started = params.filter((param) => this.state.has(param));
    const fresh = params.filter((param) => !this.state.has(param));
    if (started.length > 0)
      this.updateWith(started, this.column(started, group, 'momentum_buffer'), group, false);
    if (fresh.length > 0) this.updateWith(fresh, this.column(fresh, group, 'momentum_buffer'), group, true);
  }

  private updateWith(
    params: Tensor[],
    momentumBuffers: Tensor[],
    group: FullGroup<SGDOptions>,
    isFirstStep: boolean,
  ): void {
    const { lr, momentum, dampening, weightDecay, nesterov, maximize } = group;
    const options = { lr, momentum, dampening, weightDecay, nesterov, maximize, isFirstStep };
    native.sgdStep({ params, momentumBuffers }, options);
  }
}
