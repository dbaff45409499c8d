// Modules of one formula, for the tests of torch.jit.trace.
import { nn, type Tensor, torch } from 'tadpole';

/** A module of one formula. */
export function formula(forward: (x: Tensor) => Tensor): nn.Module {
  class Formula extends nn.Module {
    weight = nn.parameter(torch.ones([4]));
    forward(x: Tensor): Tensor {
      return forward(x);
    }
  }
  return new Formula();
}

/** What they are traced with. */
export const example = (): Tensor => torch.ones([2, 4]);
