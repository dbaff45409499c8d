// The namespace `torch`: tensors, operators, autograd, randomness, devices, TorchScript and files.

export * as autograd from './autograd';
export {
  type AutocastOptions,
  autocast,
  enableGrad,
  type GradOptions,
  inferenceMode,
  isGradEnabled,
  noGrad,
} from './autograd';
export type { BackwardOptions } from './backward';
export { type TensorOptions, tensor } from './creation';
export { cuda, getNumThreads, resolveDevice, setNumThreads, type Versions, versions } from './devices';
export * from './generated/functions';
export type { Index } from './indexing';
export * as jit from './jit';
export { type OperatorNamespace, operatorNames, ops } from './operators';
export { defaultGenerator, Generator, type GeneratorOptions, manualSeed } from './random';
export { emptyCache, keep, memory, scope } from './scope';
export {
  describeFile,
  type LoadOptions,
  load,
  type Metadata,
  type SavedValue,
  type SaveOptions,
  type StateDict,
  save,
  saveAsync,
} from './serialization';
export { Tensor, type ToOptions } from './tensor';
export * as testing from './testing';
export type { Complex, Device, DType, Layout, MemoryFormat, NestedArray, Scalar, TypedArray } from './types';
