// Tensors from JavaScript values.
import { checkOptions, describeValue } from '../../options';
import type { Device, DType, NestedArray, TypedArray } from '../addon';
import { native } from '../addon';
import { fitting } from './dtypeRange';
import { flatten } from './flatten';
import type { Tensor } from './tensor';

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
  Float16Array: 'float16',
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
};

/** The dtype of the values in `data`; subclasses, such as Node's Buffer, count as the class that they extend. */
function dtypeOf(data: ArrayBufferView): DType {
  const dtype = dtypeByArray[(data as TypedArray)[Symbol.toStringTag]];
  if (dtype === undefined)
    throw new TypeError(
      `argument 'values' is ${describeValue(data)}, which has no dtype; give a typed array`,
    );
  return dtype;
}

/** The values of a typed array in memory that native code can read. @throws TypeError when they are gone */
function ownValues(data: TypedArray): TypedArray {
  // Another thread may write into shared memory, and Node-API does not take it.
  if (data.buffer instanceof SharedArrayBuffer) return data.slice();
  if (data.length === 0 && isDetached(data.buffer)) {
    throw new TypeError(
      `argument 'values' is ${describeValue(data)} whose memory was moved elsewhere (transferred by postMessage or structuredClone); make the tensor before, or send a copy`,
    );
  }
  return data;
}

function isDetached(buffer: ArrayBufferLike): boolean {
  if (buffer.byteLength > 0) return false;
  try {
    // The constructor refuses a detached buffer; Node 20 has no property that tells.
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

interface Source {
  data: TypedArray;
  /** Of `data`, which may be wider than `wanted`. */
  dtype: DType;
  wanted: DType;
  shape: readonly number[];
}

function fromTyped(given: TypedArray, { dtype: wanted, shape }: TensorOptions): Source {
  const dtype = dtypeOf(given);
  const data = ownValues(given);
  const fits =
    wanted === undefined || wanted === dtype ? data : fitting(data, wanted, shape ?? [data.length]);
  return {
    data: fits,
    dtype: dtypeOf(fits),
    wanted: wanted ?? dtype,
    shape: shape ?? [data.length],
  };
}

function fromNested(values: NestedArray, { dtype, shape }: TensorOptions): Source {
  const flat = flatten(values);
  if (flat.kind === 'boolean')
    return { data: flat.values, dtype: 'bool', wanted: dtype ?? 'bool', shape: shape ?? flat.shape };
  const wanted = dtype ?? (flat.kind === 'bigint' ? 'int64' : 'float32');
  const data = fitting(flat.values, wanted, flat.shape);
  return { data, dtype: dtypeOf(data), wanted, shape: shape ?? flat.shape };
}

/** @throws RangeError where `count` values do not fill a shape; native code refuses what is no shape at all. */
function checkFilled(count: number, dtype: DType, shape: readonly number[]): void {
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) return;
  if (shape.reduce((product: number, size: number) => product * size, 1) === count) return;
  throw new RangeError(
    `argument 'values' holds ${count} values of ${dtype}, which do not fill the shape [${shape.join(', ')}]`,
  );
}

/**
 * A tensor of the given values, copied. Numbers give float32 unless `dtype` says otherwise. For an integer dtype, fractions
 * are cut off, and -1 is the highest value of uint8, uint16 and uint32, both as in PyTorch.
 *
 * @throws RangeError when the nesting is uneven, the values do not fill `shape`, or the dtype cannot hold one of them
 * @throws TypeError when the values are not all numbers, booleans or bigints, or an option is unknown
 */
export function tensor(values: NestedArray | TypedArray, options: TensorOptions = {}): Tensor {
  checkOptions('torch.tensor', options, ['shape', 'dtype', 'device', 'requiresGrad']);
  const { data, dtype, wanted, shape } = ArrayBuffer.isView(values)
    ? fromTyped(values, options)
    : fromNested(values, options);
  checkFilled(data.length, wanted, shape);
  const made = native.fromTypedArray(data, dtype, shape) as Tensor;
  const result = made.to({ dtype: wanted, device: options.device ?? 'cpu' });
  if (result !== made) made.dispose();
  return options.requiresGrad === undefined ? result : result.requiresGrad_(options.requiresGrad);
}
