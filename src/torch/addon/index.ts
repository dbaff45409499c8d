// The addon: its one declaration, its loading, and the vocabulary of the values that cross.
export type {
  FileRegion,
  MeetingPlace,
  ModuleDescription,
  NativeBinding,
  NativeBox,
  NativeTensor,
  OperatorSchema,
  SchemaArgument,
  TensorView,
} from './binding';
export {
  addonPath,
  type LibtorchChoice,
  libtorchChoice,
  machineMemory,
  native,
  packageRoot,
  slots,
} from './native';
export {
  bitsOf,
  type Complex,
  type Device,
  type DType,
  dtypes,
  type Layout,
  type MemoryFormat,
  type NestedArray,
  type Scalar,
  type TypedArray,
} from './types';
