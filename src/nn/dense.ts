// The product of dense layers.
import { native, type Tensor, torch } from '../torch';

/**
 * x W^T + b. Where a graph is recorded, float32 products on processors on which oneDNN is faster than libtorch's own
 * are oneDNN's (native/linear.cc); they differ in rounding only, and have derivatives of any order.
 */
export function dense(x: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
  return (native.linear?.(x, weight, bias) as Tensor | null | undefined) ?? torch.linear(x, weight, bias);
}
