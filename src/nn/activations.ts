// Activations; each keeps the shape of its input.
import { checkOptions, describeValue } from '../options';
import type { Tensor } from '../torch';
import { torch } from '../torch';
import { checkNumbers } from './checks';
import { parameter } from './fields';
import type { FactoryOptions } from './linear';
import { Module } from './module';
import { float } from './repr';

/** y = max(x, 0). */
export class ReLU extends Module {
  forward(x: Tensor): Tensor {
    return torch.relu(x);
  }
}

/** y = x where x >= 0, negativeSlope x elsewhere. */
export class LeakyReLU extends Module {
  /** @param negativeSlope Default 0.01, as in PyTorch; Keras uses 0.3. */
  constructor(readonly negativeSlope = 0.01) {
    super();
    checkNumbers('LeakyReLU', { negativeSlope });
  }

  forward(x: Tensor): Tensor {
    return torch.leakyRelu(x, this.negativeSlope);
  }

  override extraRepr(): string {
    return `negative_slope=${this.negativeSlope}`;
  }
}

/** Settings of PReLU. */
export interface PReLUOptions extends Omit<FactoryOptions, 'generator'> {
  /** 1 slope for all, or one for each channel (dimension 1). Default 1. */
  numParameters?: number;
  /** Initial slope. Default 0.25. */
  init?: number;
}

/** LeakyReLU with a learned slope. */
export class PReLU extends Module {
  readonly numParameters: number;
  weight: Tensor;

  constructor(options: PReLUOptions = {}) {
    super();
    checkOptions(this.constructor.name, options, ['numParameters', 'init', 'dtype', 'device']);
    const { numParameters = 1, init = 0.25, dtype, device } = options;
    this.numParameters = numParameters;
    this.weight = parameter(torch.full([numParameters], init, { dtype: dtype ?? 'float32', device }));
  }

  forward(x: Tensor): Tensor {
    return torch.prelu(x, this.weight);
  }

  override extraRepr(): string {
    return `num_parameters=${this.numParameters}`;
  }
}

/** y = x where x > 0, alpha (exp(x) - 1) elsewhere. */
export class ELU extends Module {
  /** @param alpha Default 1. */
  constructor(readonly alpha = 1) {
    super();
    checkNumbers('ELU', { alpha });
  }

  forward(x: Tensor): Tensor {
    return torch.elu(x, this.alpha);
  }

  override extraRepr(): string {
    return `alpha=${float(this.alpha)}`;
  }
}

/** y = x sigmoid(x), also called swish. */
export class SiLU extends Module {
  forward(x: Tensor): Tensor {
    return torch.silu(x);
  }
}

/** y = x Phi(x), with the normal distribution's Phi or its tanh approximation. */
export class GELU extends Module {
  /** @param approximate Default 'none'. */
  constructor(readonly approximate: 'none' | 'tanh' = 'none') {
    super();
    if (approximate === 'none' || approximate === 'tanh') return;
    throw new TypeError(`GELU: approximate must be 'none' or 'tanh', got ${describeValue(approximate)}`);
  }

  forward(x: Tensor): Tensor {
    return torch.gelu(x, { approximate: this.approximate });
  }

  override extraRepr(): string {
    return `approximate='${this.approximate}'`;
  }
}

/** y = 1 / (1 + exp(-x)). */
export class Sigmoid extends Module {
  forward(x: Tensor): Tensor {
    return torch.sigmoid(x);
  }
}

/** y = tanh(x). */
export class Tanh extends Module {
  forward(x: Tensor): Tensor {
    return torch.tanh(x);
  }
}

/** y = log(1 + exp(beta x)) / beta; linear where beta x > threshold. */
export class Softplus extends Module {
  /**
   * @param beta Default 1.
   * @param threshold Default 20.
   */
  constructor(
    readonly beta = 1,
    readonly threshold = 20,
  ) {
    super();
    checkNumbers('Softplus', { beta, threshold });
  }

  forward(x: Tensor): Tensor {
    return torch.softplus(x, this.beta, this.threshold);
  }

  override extraRepr(): string {
    return `beta=${float(this.beta)}, threshold=${float(this.threshold)}`;
  }
}
