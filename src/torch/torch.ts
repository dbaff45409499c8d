// The namespace `torch`: tensors, operators, autograd, randomness, devices, TorchScript and files.
export * from './generated/functions';

export * as autograd from './autograd';
export {
  type AutocastOptions,
  type GradOptions,
  autocast,
  enableGrad,
  inferenceMode,
  isGradEnabled,
  noGrad,
} from './autograd';
export type { BackwardOptions } from './backward';
export { type TensorOptions, tensor } from './creation';
export { type Versions, cuda, getNumThreads, resolveDevice, setNumThreads, versions } from './devices';
export type { Index } from './indexing';
export { type OperatorNamespace, operatorNames, ops } from './operators';
export { Generator, type GeneratorOptions, defaultGenerator, manualSeed } from './random';
export { keep, memory, scope } from './scope';
export { Tensor, type ToOptions } from './tensor';
export type { Complex, Device, DType, Layout, MemoryFormat, NestedArray, Scalar, TypedArray } from './types';
