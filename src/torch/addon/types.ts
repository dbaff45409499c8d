// The small vocabulary of tensors: dtypes, devices, layouts and the numbers that operators take.

/** Element types, as PyTorch names them. */
export const dtypes = [
  'float32',
  'float64',
  'float16',
  'bfloat16',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint8',
  'bool',
  'uint16',
  'uint32',
  'uint64',
  'complex32',
  'complex64',
  'complex128',
  'float8_e4m3fn',
  'float8_e4m3fnuz',
  'float8_e5m2',
  'float8_e5m2fnuz',
  'float8_e8m0fnu',
  'float4_e2m1fn_x2',
  'qint8',
  'quint8',
  'qint32',
] as const;

export type DType = (typeof dtypes)[number];

/** Bits of one value of a dtype, which its name says; 'bool' takes 8. */
export function bitsOf(dtype: DType): number {
  return Number(/\d+/.exec(dtype)?.[0] ?? 8);
}

/** `'cpu'`, `'cuda'` (the current GPU) or `'cuda:0'`. */
export type Device = 'cpu' | 'cuda' | `cuda:${number}` | (string & {});

/** PyTorch's names, in JavaScript's spelling or in Python's, with or without `format`. */
export type MemoryFormat =
  | 'contiguous'
  | 'contiguousFormat'
  | 'contiguous_format'
  | 'channelsLast'
  | 'channels_last'
  | 'channelsLast3d'
  | 'channels_last_3d'
  | 'preserve'
  | 'preserveFormat'
  | 'preserve_format';

export type Layout = 'strided' | 'sparse' | 'sparseCsr' | 'sparseCsc' | 'sparseBsr' | 'sparseBsc' | 'jagged';

/** A number that is an integer becomes an int scalar, any other number a float scalar. */
export type Scalar = number | boolean | bigint;

/** A complex number as operators return it. */
export interface Complex {
  re: number;
  im: number;
}

export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** Numbers, booleans or bigints, or arrays of these, nested to any depth. */
export type NestedArray = Scalar | readonly NestedArray[];
