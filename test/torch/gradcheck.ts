// Compares gradients with central differences, in float64.
import { type Tensor, torch } from 'tadpole';

// The tensors are tiny, and threads of tests that run side by side would wait for each other.
torch.setNumThreads(1);

/** A differentiable function of tensors. */
export type Differentiable = (...inputs: Tensor[]) => Tensor;

/** Step of the central differences; their error is of the order of its square plus rounding / step. */
const STEP = 1e-6;
const RELATIVE = 1e-5;
const ABSOLUTE = 1e-7;

/**
 * Checks the gradients of `fn` with respect to `variables`, which are float64 leaf tensors that require gradients and that
 * `fn` reads (its arguments or a layer's parameters). The result is weighted by fixed uneven numbers first.
 *
 * @throws Error that names the variable and element that disagree.
 */
export function gradcheck(fn: () => Tensor, variables: readonly Tensor[]): void {
  torch.scope(() => {
    const scalar = (): Tensor => {
      const result = fn();
      return result.mul(unevenWeights(result)).sum();
    };
    const analytic = torch.autograd.grad([scalar()], [...variables], { allowUnused: true });
    for (const [which, variable] of variables.entries()) {
      const start = variable.toTypedArray() as Float64Array;
      const gradient = analytic[which]?.toTypedArray() as Float64Array | undefined;
      for (let i = 0; i < start.length; i++) {
        const at = (offset: number): number =>
          torch.scope(() => {
            const moved = start.slice();
            moved[i] = (moved[i] as number) + offset;
            torch.noGrad(() => variable.copy_(torch.tensor(moved, { shape: variable.shape })));
            return scalar().item() as number;
          });
        const numeric = (at(STEP) - at(-STEP)) / (2 * STEP);
        torch.noGrad(() => variable.copy_(torch.tensor(start, { shape: variable.shape })));
        const exact = gradient?.[i] ?? 0;
        if (!(Math.abs(numeric - exact) <= ABSOLUTE + RELATIVE * Math.abs(numeric))) {
          throw new Error(
            `gradient of variable ${which}, element ${i}: autograd ${exact}, differences ${numeric}`,
          );
        }
      }
    }
  });
}

/** Checks gradients of gradients: `gradcheck` applied to the first gradients, with respect to the variables. */
export function gradgradcheck(fn: () => Tensor, variables: readonly Tensor[]): void {
  gradcheck(() => {
    const result = fn();
    const grads = torch.autograd.grad([result], [...variables], {
      gradOutputs: [unevenWeights(result)],
      createGraph: true,
      allowUnused: true,
    });
    const used = grads.flatMap((grad) => (grad?.requiresGrad ? [grad] : []));
    if (used.length === 0) throw new Error('no first gradient can be differentiated again');
    return torch.cat(
      used.map((grad) => grad.reshape([-1])),
      0,
    );
  }, variables);
}

/** A float64 leaf tensor that requires gradients: `low` to `high`, no two values equal, none at the middle. */
export function variable(shape: readonly number[], low = -1, high = 1): Tensor {
  const count = shape.reduce((product, side) => product * side, 1);
  const values = Float64Array.from({ length: count }, (_, i) => {
    const spread = (((i + 1) * 0.6180339887498949) % 1) * 0.96 + 0.013;
    return low + (high - low) * spread;
  });
  return torch.tensor(values, { shape: [...shape], requiresGrad: true });
}

function unevenWeights(result: Tensor): Tensor {
  const values = Float64Array.from({ length: result.numel() }, (_, i) => Math.cos(1 + i));
  return torch.tensor(values, { shape: result.shape });
}
