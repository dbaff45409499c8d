// Operators of libtorch as functions: by name with overloads resolved by the arguments, or one overload exactly.

import { native } from '../addon';
import { announce, announceMethod } from './handle';

type Operator = (...inputs: unknown[]) => unknown;

/** The native function `call`, which receives beforehand which of its arguments are tensors and need not ask for each. */
function asFunction(call: Operator): Operator {
  const operator: Operator = (...inputs) => {
    announce(inputs);
    return Reflect.apply(call, undefined, inputs);
  };
  return named(operator, call.name);
}

/** As {@link asFunction}, with `this` as the first argument. */
function asMethod(call: Operator): Operator {
  function operator(this: unknown, ...inputs: unknown[]): unknown {
    announceMethod(this, inputs);
    return Reflect.apply(call, this, inputs);
  }
  return named(operator, call.name);
}

function named(operator: Operator, name: string): Operator {
  return Object.defineProperty(operator, 'name', { value: name });
}

/** The function `torch.<name>`: picks the overload by its arguments. The caller states its type. */
export function operator<T>(name: string): T {
  return asFunction(native.operatorFunction(name, false)) as T;
}

/** The method `tensor.<name>`: `this` is the first argument. */
export function operatorMethod(name: string): Operator {
  return asMethod(native.operatorFunction(name, true));
}

/** One overload of an operator; the unnamed one is `'default'`. */
export function overload(name: string, overloadName: string): Operator {
  const found = native.operatorOverload(name, overloadName === 'default' ? '' : overloadName);
  if (found === null) throw new TypeError(`libtorch has no operator aten::${name}.${overloadName}`);
  return asFunction(found);
}

/** `ops.aten.add.Tensor` */
export type OperatorNamespace = Readonly<Record<string, Readonly<Record<string, Operator>>>>;

/** An object whose properties are looked up once, when first read. */
function lazy<T>(lookUp: (name: string) => T | undefined): Readonly<Record<string, T>> {
  const known = new Map<string, T>();
  const get = (name: string | symbol): T | undefined => {
    if (typeof name === 'symbol' || name === 'then' || name === 'toJSON') return undefined;
    let value = known.get(name);
    if (value === undefined) {
      value = lookUp(name);
      if (value !== undefined) known.set(name, value);
    }
    return value;
  };
  return new Proxy({}, { get: (_, name) => get(name) });
}

let overloadsByName: Map<string, string[]> | null = null;

function overloadsOf(name: string): string[] | undefined {
  if (overloadsByName === null) {
    overloadsByName = new Map();
    for (const [base, overloadName] of native.operatorNames()) {
      const names = overloadsByName.get(base) ?? [];
      names.push(overloadName || 'default');
      overloadsByName.set(base, names);
    }
  }
  return overloadsByName.get(name);
}

/**
 * Every ATen overload by its schema name: `ops.aten.add.Tensor(a, b, { alpha: 2 })`; keyword names as in the schema.
 *
 * Invalid arguments throw, with two exceptions: operators that PyTorch calls only itself (those that begin with `_`, and
 * fused cells such as `mkldnn_rnn_layer` and `quantized_lstm_cell`) trust their caller and may crash, and a call that asks
 * for endless work (`special_legendre_polynomial_p` of degree 2 ** 40) does not return before it is done.
 * @throws TypeError for a name that libtorch does not have, naming the overloads that it has.
 */
export const ops: { readonly aten: OperatorNamespace } = {
  aten: lazy((name) => {
    const overloads = overloadsOf(name);
    if (overloads === undefined) throw new TypeError(`libtorch has no operator aten::${name}`);
    return lazy((overloadName) => {
      if (!overloads.includes(overloadName)) {
        throw new TypeError(
          `aten::${name} has no overload '${overloadName}'; it has ${overloads.join(', ')}`,
        );
      }
      return overload(name, overloadName);
    });
  }),
};

/** Base names and overloads of every ATen operator. */
export function operatorNames(): [base: string, overload: string][] {
  return native.operatorNames().map(([base, overloadName]) => [base, overloadName || 'default']);
}
