// RMSprop (Hinton, lecture 6e), with epsilon outside the root (PyTorch, Keras) or inside it (TensorFlow).
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

/** Settings of RMSprop. */
export interface RMSpropOptions extends BaseOptions {
  /** Decay of the average of squared gradients (Keras: rho = 0.9). Default 0.99. */
  alpha: number;
  /** Default 1e-8; Keras uses 1e-7. */
  eps: number;
  /** Added to the gradient, times the parameter. Default 0. */
  weightDecay: number;
  /** Fraction of the last update that is kept. Default 0. */
  momentum: number;
  /** Divides by the deviation from the average gradient instead of by the size. Default false. */
  centered: boolean;
  /** Climbs instead of descends. Default false. */
  maximize: boolean;
  /** 'pytorch' (also Keras): g / (sqrt(avg) + eps). 'tensorflow': g / sqrt(avg + eps). Default 'pytorch'. */
  epsilonPlacement: 'pytorch' | 'tensorflow';
}

const RMSPROP: RMSpropOptions = {
  lr: 1e-2,
  alpha: 0.99,
  eps: 1e-8,
  weightDecay: 0,
  momentum: 0,
  centered: false,
  maximize: false,
  epsilonPlacement: 'pytorch',
};

/** avg = alpha avg + (1 - alpha) g^2; p = p - lr g / (sqrt(avg) + eps). */
export class RMSprop extends Optimizer<RMSpropOptions> {
  constructor(
    params: Iterable<Tensor> | Iterable<ParamGroup<RMSpropOptions>>,
    options: Partial<RMSpropOptions> = {},
  ) {
    super(params, options, RMSPROP);
  }

  protected validate(group: FullGroup<RMSpropOptions>): void {
    const { alpha, eps, weightDecay, momentum, epsilonPlacement } = group;
    checkAtLeastZero('RMSprop', { alpha, eps, weightDecay, momentum });
    if (epsilonPlacement !== 'pytorch' && epsilonPlacement !== 'tensorflow') {
      throw new RangeError("RMSprop: epsilonPlacement must be 'pytorch' or 'tensorflow'");
    }
  }

  protected initialState(param: Tensor, { centered, momentum }: FullGroup<RMSpropOptions>): ParamState {
    return {
      step: zeroStep(param),
      square_avg: torch.zerosLike(param),
      ...(momentum > 0 && { momentum_buffer: torch.zerosLike(param) }),
      ...(centered && { grad_avg: torch.zerosLike(param) }),
    };
  }

  protected update(params: Tensor[], group: FullGroup<RMSpropOptions>): void {
    const { lr, alpha, eps, weightDecay, momentum, centered, maximize, epsilonPlacement } = group;
    native.rmspropStep(
      {
        params,
        steps: this.column(params, group, 'step'),
        squareAvgs: this.column(params, group, 'square_avg'),
        gradAvgs: centered ? this.column(params, group, 'grad_avg') : [],
        momentumBuffers: momentum > 0 ? this.column(params, group, 'momentum_buffer') : [],
      },
      {
        lr,
        alpha,
        eps,
        weightDecay,
        momentum,
        centered,
        maximize,
        epsInsideRoot: epsilonPlacement === 'tensorflow',
      },
    );
  }
}
