// Fields that hold parameters, buffers and modules keep their kind: assignments that would lose one are refused.
import type { Tensor } from '../torch';
import { ScriptModule, torch } from '../torch';
import { buffer, type Role, roleOf } from './fields';

type Slot = Role | 'module';

interface Guarded {
  /** The module behind the guard. */
  plain: object;
  slots: Map<PropertyKey, Slot>;
}

const guardedModules = new WeakMap<object, Guarded>();

/** Whether a value is a module, as every constructor of one returns it, or a TorchScript module. */
export function isModule(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    (guardedModules.has(value) || value instanceof ScriptModule)
  );
}

/**
 * The module behind a guard that knows which of its fields are parameters, buffers and modules, as PyTorch's
 * `Module.__setattr__` does.
 */
export function guardFields<M extends object>(module: M): M {
  const known = new Map<PropertyKey, Slot>();
  const guarded = new Proxy(module, {
    defineProperty(target, field, descriptor) {
      if ('value' in descriptor) {
        checkName(target, field, descriptor.value);
        checkPlace(target, field, descriptor);
        admit(known, target, field, descriptor.value);
      } else {
        known.delete(field);
      }
      return Reflect.defineProperty(target, field, descriptor);
    },
    deleteProperty(target, field) {
      known.delete(field);
      return Reflect.deleteProperty(target, field);
    },
  });
  guardedModules.set(guarded, { plain: module, slots: known });
  return guarded;
}

/** The module without its guard, for reading: listing the fields of a proxy is many times slower. */
export function withoutGuard<M extends object>(module: M): M {
  return (guardedModules.get(module)?.plain as M | undefined) ?? module;
}

/** Keeps a field that is null for a parameter or a buffer. */
export function reserve(module: object, field: string, role: Role): void {
  guardedModules.get(module)?.slots.set(field, role);
}

function admit(known: Map<PropertyKey, Slot>, owner: object, field: PropertyKey, value: unknown): void {
  const slot = known.get(field);
  const role = roleOf(value);
  if (value === null || value === undefined) return;
  if (role === 'parameter') {
    known.set(field, 'parameter');
  } else if (slot === 'parameter') {
    refuse(
      owner,
      field,
      value,
      'parameter',
      `new nn.Parameter(tensor) or null expected; copy_ changes its values`,
    );
  } else if (isModule(value)) {
    known.set(field, 'module');
  } else if (slot === 'module') {
    refuse(owner, field, value, 'child module', 'a module or null expected');
  } else if (role !== undefined) {
    known.set(field, role);
  } else if (slot !== undefined) {
    if (!(value instanceof torch.Tensor)) refuse(owner, field, value, 'buffer', 'a tensor or null expected');
    buffer(value as Tensor, { persistent: slot === 'buffer' });
  }
}

/** A field hides what the class has under its name; a function may, in the place of a method. */
function checkName(owner: object, field: PropertyKey, value: unknown): void {
  const hidden: unknown = Reflect.get(Object.getPrototypeOf(owner), field, owner);
  if (typeof hidden !== 'function' || (typeof value === 'function' && field !== 'constructor')) return;
  const what = field === 'constructor' ? 'the class' : 'a method';
  throw new TypeError(
    `${owner.constructor.name}: a field cannot have the name of ${what} of the module, ${describe(field)}; choose another one`,
  );
}

/** Fields are found by walking the names that can be listed. */
function checkPlace(owner: object, field: PropertyKey, { value, enumerable }: PropertyDescriptor): void {
  if (roleOf(value) === undefined && !isModule(value)) return;
  const listed = enumerable ?? Object.getOwnPropertyDescriptor(owner, field)?.enumerable ?? false;
  if (typeof field === 'string' && listed) return;
  throw new TypeError(
    `${owner.constructor.name}: ${describe(field)} cannot hold a parameter, buffer or module; use a field with a plain name`,
  );
}

function refuse(owner: object, field: PropertyKey, value: unknown, slot: string, expected: string): never {
  throw new TypeError(
    `${owner.constructor.name}: cannot assign ${kindOf(value)} as ${slot} ${describe(field)} (${expected})`,
  );
}

function describe(field: PropertyKey): string {
  return typeof field === 'symbol' ? `the field ${String(field)}` : `'${String(field)}'`;
}

function kindOf(value: unknown): string {
  if (roleOf(value) !== undefined) return 'a buffer';
  if (isModule(value)) return `the module ${(value as object).constructor.name}`;
  return value instanceof torch.Tensor ? 'a plain tensor' : `a ${typeof value}`;
}
