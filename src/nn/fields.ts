// Marks for tensors: the parameters and buffers of the module whose field holds them.
import { checkOptions } from '../options';
import type { Tensor } from '../torch';
import { torch } from '../torch';

/** The role of a tensor in the module whose field holds it. */
export type Role = 'parameter' | 'buffer' | 'transient buffer';

const roles = new WeakMap<Tensor, Role>();

/**
 * Marks a tensor as a parameter: a field that holds it is trained, saved and moved with its module.
 *
 * The tensor leaves every `torch.scope`, so it lives until its module is disposed.
 *
 * @param tensor A leaf tensor; it is marked in place.
 * @param requiresGrad Whether its gradients are accumulated.
 * @throws TypeError for anything but a tensor, Error for the result of a computation.
 */
export function parameter(tensor: Tensor, requiresGrad = true): Tensor {
  checkTensor('parameter', tensor);
  if (!tensor.isLeaf) {
    throw new Error(
      'parameter: expected a leaf tensor, got the result of a computation; take detach().clone() of it',
    );
  }
  torch.keep(tensor);
  tensor.requiresGrad = requiresGrad;
  roles.set(tensor, 'parameter');
  return tensor;
}

/**
 * Marks a tensor as a buffer: state that is saved and moved with its module but not trained, such as running
 * statistics. The tensor leaves every `torch.scope`.
 *
 * @param options.persistent false keeps it out of the state dict (it is still moved with the module).
 * @throws TypeError for anything but a tensor.
 */
export function buffer(tensor: Tensor, options: { persistent?: boolean } = {}): Tensor {
  checkTensor('buffer', tensor);
  checkOptions('buffer', options, ['persistent']);
  torch.keep(tensor);
  roles.set(tensor, options.persistent === false ? 'transient buffer' : 'buffer');
  return tensor;
}

/** A Tensor that is a parameter. */
export type Parameter = Tensor;

/**
 * A tensor that is trained, saved and moved with the module whose field holds it: `new nn.Parameter(torch.zeros([3]))`. It is the
 * given tensor itself, marked; see {@link parameter}. `x instanceof nn.Parameter` tells parameters from other tensors.
 */
export const Parameter = marker(
  (tensor: Tensor, requiresGrad?: boolean) => parameter(tensor, requiresGrad),
  (role) => role === 'parameter',
);

/** A Tensor that is a buffer. */
export type Buffer = Tensor;

/**
 * A tensor that is saved and moved with the module whose field holds it, but not trained: `new nn.Buffer(torch.zeros([3]))`. It
 * is the given tensor itself, marked; see {@link buffer}.
 */
export const Buffer = marker(
  (tensor: Tensor, options?: { persistent?: boolean }) => buffer(tensor, options),
  (role) => role === 'buffer' || role === 'transient buffer',
);

/** A constructor that marks its argument, as PyTorch's classes Parameter and Buffer make another kind of the tensor given. */
function marker<Rest extends unknown[]>(
  mark: (tensor: Tensor, ...rest: Rest) => Tensor,
  isMarked: (role: Role | undefined) => boolean,
): new (
  tensor: Tensor,
  ...rest: Rest
) => Tensor {
  class Marked {
    constructor(tensor: Tensor, ...rest: Rest) {
      // biome-ignore lint/correctness/noConstructorReturn: the tensor itself is marked, so that nothing holds a second one.
      return mark(tensor, ...rest) as unknown as Marked;
    }

    static [Symbol.hasInstance](value: unknown): boolean {
      return isMarked(roleOf(value));
    }
  }
  return Marked as unknown as new (
    tensor: Tensor,
    ...rest: Rest
  ) => Tensor;
}

/** The role that `parameter` or `buffer` gave to a value; undefined for anything else. */
export function roleOf(value: unknown): Role | undefined {
  return typeof value === 'object' && value !== null ? roles.get(value as Tensor) : undefined;
}

function checkTensor(what: string, value: unknown): void {
  if (value instanceof torch.Tensor) return;
  throw new TypeError(`${what}: expected a Tensor, got ${value === null ? 'null' : typeof value}`);
}
