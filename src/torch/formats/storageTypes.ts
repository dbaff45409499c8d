// The names of the storages of each dtype in PyTorch's pickles.
import type { DType } from '../addon';

/** Names in the module `torch`. The other dtypes are in untyped storages. */
export const STORAGE_TYPES: readonly (readonly [name: string, dtype: DType])[] = [
  ['FloatStorage', 'float32'],
  ['DoubleStorage', 'float64'],
  ['HalfStorage', 'float16'],
  ['BFloat16Storage', 'bfloat16'],
  ['LongStorage', 'int64'],
  ['IntStorage', 'int32'],
  ['ShortStorage', 'int16'],
  ['CharStorage', 'int8'],
  ['ByteStorage', 'uint8'],
  ['BoolStorage', 'bool'],
  ['ComplexFloatStorage', 'complex64'],
  ['ComplexDoubleStorage', 'complex128'],
];
