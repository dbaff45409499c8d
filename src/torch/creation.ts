// Tensors from JavaScript values.
import { native } from './native';
import type { Tensor } from './tensor';
import type { Device, DType, NestedArray, TypedArray } from './types';

export interface TensorOptions {
  /** Default: as the values are nested, or flat for a typed array. */
  shape?: readonly number[];
  /** Default: float32 for numbers, bool for booleans, int64 for bigints, the array's own type for typed arrays. */
  dtype?: DType;
  /** Default 'cpu'. */
  device?: Device;
  /** Default false. */
  requiresGrad?: boolean;
}

const dtypeByArray: Record<string, DType> = {
  Float32Array: 'float32',
  Float64Array: 'float64',
  Int8Array: 'int8',
  Int16Array: 'int16',
  Int32Array: 'int32',
  BigInt64Array: 'int64',
  Uint8Array: 'uint8',
  Uint8ClampedArray: 'uint8',
  Uint16Array: 'uint16',
  Uint32Array: 'uint32',
  BigUint64Array: 'uint64',
  Buffer: 'uint8',
};

interface Flat {
  data: TypedArray;
  dtype: DType;
  wanted: DType;
  shape: number[];
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `${typeof value} ${String(value)}`;
}

function shapeOf(values: NestedArray): number[] {
  const shape: number[] = [];
  let level: NestedArray | undefined = values;
  while (Array.isArray(level)) {
    shape.push(level.length);
    level = level[0];
  }
  return shape;
}

function flatten(values: NestedArray): Flat {
  const shape = shapeOf(values);
  const flat: (number | bigint | boolean)[] = [];
  const visit = (value: NestedArray, depth: number): void => {
    if (Array.isArray(value)) {
      if (depth >= shape.length || value.length !== shape[depth]) {
        throw new RangeError(
          `argument 'values' must be nested evenly: an array of ${value.length} at depth ${depth}, expected ${depth >= shape.length ? 'a number' : shape[depth]}`,
        );
      }
      for (const element of value) visit(element, depth + 1);
      return;
    }
    if (depth !== shape.length) {
      throw new RangeError(
        `argument 'values' must be nested evenly: ${describe(value)} at depth ${depth}, expected an array`,
      );
    }
    flat.push(value as number | bigint | boolean);
  };
  visit(values, 0);
  const kind = typeof flat[0];
  const odd = flat.find(
    (value) => typeof value !== kind || !['number', 'bigint', 'boolean', 'undefined'].includes(typeof value),
  );
  if (odd !== undefined || (flat.length > 0 && !['number', 'bigint', 'boolean'].includes(kind))) {
    throw new TypeError(
      `argument 'values' must hold only numbers, only booleans or only bigints, got ${describe(odd ?? flat[0])}`,
    );
  }
  if (kind === 'bigint') {
    return { data: BigInt64Array.from(flat as bigint[]), dtype: 'int64', wanted: 'int64', shape };
  }
  if (kind === 'boolean') {
    return {
      data: Uint8Array.from(flat as boolean[], (value) => (value ? 1 : 0)),
      dtype: 'bool',
      wanted: 'bool',
      shape,
    };
  }
  return { data: Float64Array.from(flat as number[]), dtype: 'float64', wanted: 'float32', shape };
}

function fromTyped(data: TypedArray): Flat {
  const dtype = dtypeByArray[data.constructor.name];
  if (dtype === undefined)
    throw new TypeError(`argument 'values' is a ${data.constructor.name}, which has no dtype`);
  return { data, dtype, wanted: dtype, shape: [data.length] };
}

/**
 * A tensor of the given values, copied. Numbers give float32 unless `dtype` says otherwise.
 *
 * @throws RangeError when the nesting is uneven or the values do not fill `shape`
 * @throws TypeError when the values are not numbers, booleans or bigints
 */
export function tensor(values: NestedArray | TypedArray, options: TensorOptions = {}): Tensor {
  const { data, dtype, wanted, shape } = ArrayBuffer.isView(values) ? fromTyped(values) : flatten(values);
  const made = native.fromTypedArray(data, dtype, options.shape ?? shape) as Tensor;
  const result = made.to({ dtype: options.dtype ?? wanted, device: options.device ?? 'cpu' });
  if (result !== made) made.dispose();
  return options.requiresGrad ? result.requiresGrad_() : result;
}
