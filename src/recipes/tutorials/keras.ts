// Keras' defaults in libtorch's terms: initial weights, its loss, Adam, RMSprop with `clipvalue` and `decay`.
import type { Optimizer } from '../../gan';
import * as nn from '../../nn';
import * as optim from '../../optim';
import type { Tensor } from '../../torch';

/**
 * Gives a layer Glorot uniform weights and a zero bias, and returns it. CNTK's layers start in the same way. A transposed
 * convolution has the same bound: Keras counts its two fans the other way round, and only their sum matters.
 */
export function glorot<Layer extends nn.Linear | nn.Conv2d | nn.ConvTranspose2d>(layer: Layer): Layer {
  nn.init.xavierUniform_(layer.weight);
  if (layer.bias) nn.init.zeros_(layer.bias);
  return layer;
}

/** Keras' fuzz factor: probabilities are kept this far from 0 and 1. */
const EPSILON = 1e-7;

/**
 * Binary cross-entropy on probabilities as Keras computes it: p is clipped to [1e-7, 1 - 1e-7], then
 * `-mean(t log p + (1 - t) log(1 - p))`. Targets outside [0, 1] (noisy labels) are allowed.
 *
 * @param targets the shape of `probabilities`, or a number for all elements
 */
export function clippedBinaryCrossEntropy(probabilities: Tensor, targets: Tensor | number): Tensor {
  const clipped = probabilities.clamp(EPSILON, 1 - EPSILON);
  const certain = typeof targets === 'number' && targets >= 0 && targets <= 1;
  return nn.functional.binaryCrossEntropy(clipped, targets, { extrapolate: !certain });
}

/** Fraction of probabilities on the right side of 0.5 for a target of 0 or 1 (a scalar in [0, 1]). */
export function binaryAccuracy(probabilities: Tensor, target: 0 | 1): Tensor {
  return probabilities
    .detach()
    .gt(0.5)
    .eq(target === 1)
    .to('float32')
    .mean();
}

/** A dense layer as Keras starts it. */
export const dense = (inputs: number, outputs: number) => glorot(new nn.Linear(inputs, outputs));

/** Keras' BatchNormalization(momentum=0.8) keeps 0.8 of the old statistics: libtorch's momentum is 0.2. Epsilon is Keras'. */
export const KERAS_NORM = { momentum: 0.2, eps: 1e-3 } as const;

/** Adam as Keras, TensorFlow and MXNet write it: epsilon (Keras' is 1e-7) outside the bias correction. */
export function kerasAdam(
  network: nn.Module,
  lr: number,
  { beta1, beta2 }: { beta1: number; beta2: number },
  eps = EPSILON,
): optim.Adam {
  return new optim.Adam(network.parameters(), {
    lr,
    betas: [beta1, beta2],
    eps,
    epsilonPlacement: 'keras',
  });
}

/** Settings of {@link KerasRMSprop}, by Keras' names. */
export interface KerasRMSpropOptions {
  lr: number;
  /** Decay of the average of squared gradients. */
  rho: number;
  /** Every element of a gradient is brought into [-clipValue, clipValue] before the update. */
  clipValue: number;
  /** The step size of update t, counted from 0, is lr / (1 + decay t). */
  decay: number;
}

/** Keras 2's RMSprop: p -= lr_t g / (sqrt(avg) + 1e-7) with clipped gradients g and a step size that decays. */
export class KerasRMSprop implements Optimizer {
  readonly optimizer: optim.RMSprop;
  readonly schedule: optim.lrScheduler.InverseTimeDecay;
  readonly clipValue: number;
  private readonly parameters: readonly Tensor[];

  constructor(parameters: readonly Tensor[], { lr, rho, clipValue, decay }: KerasRMSpropOptions) {
    this.parameters = parameters;
    this.clipValue = clipValue;
    this.optimizer = new optim.RMSprop(parameters, { lr, alpha: rho, eps: EPSILON });
    this.schedule = new optim.lrScheduler.InverseTimeDecay(this.optimizer, decay);
  }

  step(): void {
    optim.clipGradValue_(this.parameters, this.clipValue);
    this.optimizer.step();
    this.schedule.step();
  }

  stateDict() {
    return { optimizer: this.optimizer.stateDict(), schedule: this.schedule.stateDict() };
  }

  loadStateDict({ optimizer, schedule }: ReturnType<KerasRMSprop['stateDict']>): void {
    this.optimizer.loadStateDict(optimizer);
    this.schedule.loadStateDict(schedule);
  }

  dispose(): void {
    this.optimizer.dispose();
  }
}
