// How a module's fields become named parameters, buffers and children.
import type { Tensor } from '../torch';
import { torch } from '../torch';

type Role = 'parameter' | 'buffer' | 'transient buffer';

const roles = new WeakMap<Tensor, Role>();

/**
 * Marks a tensor as a parameter: a field that holds it is trained, saved and moved with its module.
 *
 * The tensor leaves every `torch.scope`, so it lives until its module is disposed.
 *
 * @param tensor A leaf tensor; it is marked in place.
 * @param requiresGrad Whether gradients are collected in it.
 */
export function parameter(tensor: Tensor, requiresGrad = true): Tensor {
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
 */
export function buffer(tensor: Tensor, options: { persistent?: boolean } = {}): Tensor {
  torch.keep(tensor);
  roles.set(tensor, options.persistent === false ? 'transient buffer' : 'buffer');
  return tensor;
}

/** The role that `parameter` or `buffer` gave to a value; undefined for anything else. */
export function roleOf(value: unknown): Role | undefined {
  return typeof value === 'object' && value !== null ? roles.get(value as Tensor) : undefined;
}

/** The state dict's spelling of a field: `runningMean` becomes `running_mean`, `toRGB` becomes `to_rgb`. */
export function stateName(field: string): string {
  return field
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** The own fields of an object in definition order; the items of an array field are named `field.0`, `field.1`, ... */
export function* namedFields(object: object): Generator<[name: string, value: unknown]> {
  for (const [field, value] of Object.entries(object)) {
    const name = stateName(field);
    if (!Array.isArray(value)) yield [name, value];
    else for (const [index, item] of value.entries()) yield [`${name}.${index}`, item];
  }
}
