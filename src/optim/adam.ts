// Adam and AdamW (Kingma and Ba, 2015; Loshchilov and Hutter, 2019), with PyTorch's or Keras' placement of epsilon.
import type { Tensor } from '../torch';
import { native, torch } from '../torch';
import {
  type BaseOptions,
  checkAtLeastZero,
  checkFraction,
  type FullGroup,
  Optimizer,
  type OptimizerState,
  type ParamGroup,
  type ParamState,
  zeroStep,
} from './optimizer';

/** Settings of Adam. */
export interface AdamOptions extends BaseOptions {
  /** Decay of the averages of gradients and of squared gradients. Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Default 1e-8; Keras uses 1e-7. */
  eps: number;
  /** Adam adds this times the parameter to the gradient (default 0); AdamW shrinks the parameter by lr times it (0.01). */
  weightDecay: number;
  /** Divides by the largest average seen so far. Default false. */
  amsgrad: boolean;
  /** Climbs instead of descends. Default false. */
  maximize: boolean;
  /**
   * 'pytorch': lr m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + eps). 'keras' (also TensorFlow and MXNet): lr sqrt(1 - b2^t) /
   * (1 - b1^t) m / (sqrt(v) + eps), which weighs epsilon more in early steps. Default 'pytorch'.
   */
  epsilonPlacement: 'pytorch' | 'keras';
}

const ADAM: AdamOptions = {
  lr: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  amsgrad: false,
  maximize: false,
  epsilonPlacement: 'pytorch',
};

/** Adam with weight decay in the gradient (L2). */
export class Adam extends Optimizer<AdamOptions> {
  protected readonly decoupledWeightDecay: boolean = false;
  private readonly steps = new Map<Tensor, number>();

  constructor(
    params: Iterable<Tensor> | Iterable<ParamGroup<AdamOptions>>,
    options: Partial<AdamOptions> = {},
    defaults = ADAM,
  ) {
    super(params, options, defaults);
  }

  override loadStateDict(dict: OptimizerState<AdamOptions>): void {
    super.loadStateDict(dict);
    this.steps.clear();
  }

  override dispose(): void {
    super.dispose();
    this.steps.clear();
  }

  protected validate(group: FullGroup<AdamOptions>): void {
    const { eps, weightDecay, betas, epsilonPlacement } = group;
    checkAtLeastZero(this.constructor.name, { eps, weightDecay });
    if (betas.length !== 2) {
      throw new RangeError(`${this.constructor.name}: betas must be two numbers, got ${betas.length}`);
    }
    checkFraction(this.constructor.name, { 'betas[0]': betas[0], 'betas[1]': betas[1] });
    if (epsilonPlacement !== 'pytorch' && epsilonPlacement !== 'keras') {
      throw new RangeError(`${this.constructor.name}: epsilonPlacement must be 'pytorch' or 'keras'`);
    }
  }

  protected initialState(param: Tensor, group: FullGroup<AdamOptions>): ParamState {
    const state = {
      step: zeroStep(param),
      exp_avg: torch.zerosLike(param),
      exp_avg_sq: torch.zerosLike(param),
    };
    return group.amsgrad ? { ...state, max_exp_avg_sq: torch.zerosLike(param) } : state;
  }

  protected update(params: Tensor[], group: FullGroup<AdamOptions>): void {
    if (group.epsilonPlacement === 'pytorch') {
      this.updateWith(params, group, group.eps);
      return;
    }
    // With eps / sqrt(1 - b2^t) in PyTorch's formula the two placements are the same update.
    for (const [step, members] of this.byNextStep(params, group)) {
      this.updateWith(members, group, group.eps / Math.sqrt(1 - group.betas[1] ** step));
    }
  }

  private updateWith(params: Tensor[], group: FullGroup<AdamOptions>, eps: number): void {
    const { lr, betas, weightDecay, amsgrad, maximize } = group;
    native.adamStep(
      {
        params,
        steps: this.column(params, group, 'step'),
        expAvgs: this.column(params, group, 'exp_avg'),
        expAvgSqs: this.column(params, group, 'exp_avg_sq'),
        maxExpAvgSqs: amsgrad ? this.column(params, group, 'max_exp_avg_sq') : [],
      },
      {
        lr,
        beta1: betas[0],
        beta2: betas[1],
        eps,
        weightDecay,
        amsgrad,
        maximize,
        decoupledWeightDecay: this.decoupledWeightDecay,
      },
    );
  }

  // Counted here too, because reading the count from a GPU would wait for it at every step.
  private byNextStep(params: Tensor[], group: FullGroup<AdamOptions>): Map<number, Tensor[]> {
    const stored = this.column(params, group, 'step');
    const groups = new Map<number, Tensor[]>();
    for (const [i, param] of params.entries()) {
      const step = (this.steps.get(param) ?? Number((stored[i] as Tensor).item())) + 1;
      this.steps.set(param, step);
      const members = groups.get(step);
      if (members) members.push(param);
      else groups.set(step, [param]);
    }
    return groups;
  }
}

/** Adam with decoupled weight decay: the parameter shrinks by lr * weightDecay (default 0.01) at each step. */
export class AdamW extends Adam {
  protected override readonly decoupledWeightDecay = true;

  constructor(
    params: Iterable<Tensor> | Iterable<ParamGroup<AdamOptions>>,
    options: Partial<AdamOptions> = {},
  ) {
    super(params, options, { ...ADAM, weightDecay: 1e-2 });
  }
}
