// Values out of tensors: typed arrays and nested arrays.

import type { DType, NestedArray, Scalar, TypedArray } from '../addon';
import { native } from '../addon';
import { overload } from './operators';
import { scope } from './scope';
import type { Tensor } from './tensor';

const arrayTypes: Partial<Record<DType, new (length: number) => TypedArray>> = {
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
};

const convert = overload('to', 'dtype');
const viewAsReal = overload('view_as_real', 'default');
const resolveConjugate = overload('resolve_conj', 'default');
const dequantize = overload('dequantize', 'self');

/** A tensor of the same values whose dtype has a typed array: complex numbers as pairs, short floats as float32. */
function readable(tensor: Tensor): Tensor {
  const { dtype, layout, device } = tensor;
  if (layout !== 'strided')
    throw new TypeError(`a tensor of layout '${layout}' has no value for every place; use toDense() first`);
  if (device === 'meta') throw new TypeError('a tensor on the device meta has no values');
  if (arrayTypes[dtype] !== undefined) return tensor;
  if (dtype.startsWith('complex')) return readable(viewAsReal(resolveConjugate(tensor)) as Tensor);
  if (dtype.startsWith('q')) return dequantize(tensor) as Tensor;
  return convert(tensor, 'float32') as Tensor;
}

/** The values of `tensor` as a flat typed array. @throws TypeError for a sparse tensor and for one without values. */
export function toTypedArray(tensor: Tensor): TypedArray {
  return scope(() => {
    const source = readable(tensor);
    const ArrayType = arrayTypes[source.dtype] ?? Float32Array;
    const values = new ArrayType(source.shape.reduce((product, size) => product * size, 1));
    native.copyTo(source, values);
    return values;
  });
}

/** The values of `tensor` as nested arrays; booleans for bool, numbers for int64 where they are exact. */
export function toNestedArray(tensor: Tensor): NestedArray {
  const values = toTypedArray(tensor);
  const isBool = tensor.dtype === 'bool';
  const read = (index: number): Scalar => {
    const value = values[index] as number | bigint;
    if (isBool) return value !== 0;
    return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
  };
  const isComplex = tensor.dtype.startsWith('complex');
  const shape = isComplex ? [...tensor.shape, 2] : tensor.shape;
  const build = (dim: number, offset: number, stride: number): NestedArray => {
    if (dim === shape.length) return read(offset);
    const size = shape[dim] as number;
    const step = size === 0 ? 0 : stride / size;
    return Array.from({ length: size }, (_, index) => build(dim + 1, offset + index * step, step));
  };
  return build(0, 0, values.length);
}
