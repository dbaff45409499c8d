// Modules as users write them, with one field of any value.
import { nn, type Tensor, torch } from 'tadpole';

/** A module that returns its input. */
export abstract class Empty extends nn.Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}

export const one = () => torch.ones([1]);
/** The names of a module's parameters. */
export const names = (module: nn.Module) => module.namedParameters().map(([name]) => name);

/** A module with one field, as a user's class would have it. */
export function holding(value: unknown): nn.Module & { field: unknown } {
  class Holder extends Empty {
    field = value;
  }
  return new Holder();
}
