// Dropout of single values and of whole channels.
import type { Tensor } from '../torch';
import { torch } from '../torch';
import { checkProbability } from './checks';
import { Module } from './module';

abstract class DropoutBase extends Module {
  /** @param p Probability that a value is dropped, in [0, 1]. Default 0.5. */
  constructor(readonly p = 0.5) {
    super();
    checkProbability(this.constructor.name, { p });
  }

  override extraRepr(): string {
    return `p=${this.p}, inplace=False`;
  }
}

/** In train mode sets each value to zero with probability p and scales the others by 1 / (1 - p). Any shape. */
export class Dropout extends DropoutBase {
  forward(x: Tensor): Tensor {
    return torch.dropout(x, this.p, this.training);
  }
}

/** Dropout of whole channels. Input and output [batch, channels, height, width]. */
export class Dropout2d extends DropoutBase {
  forward(x: Tensor): Tensor {
    return torch.featureDropout(x, this.p, this.training);
  }
}
