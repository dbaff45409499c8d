// A TorchScript module that is at work for a while.
import { nn, type Tensor, torch } from 'tadpole';

/** A module whose forward takes a while: many products of large matrices. */
export function slowModule(): torch.jit.ScriptModule {
  class Slow extends nn.Module {
    forward(x: Tensor): Tensor {
      let y = x;
      for (let i = 0; i < 60; i++) y = torch.tanh(y.matmul(x));
      return y;
    }
  }
  return torch.jit.trace(new Slow(), [torch.ones([2, 2])], { check: false });
}
