// The tensor core: tensors, operators, autograd, scopes, randomness and devices, as the other folders of torch import them.

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
export { checkPath, checkTensor } from './check';
export { type TensorOptions, tensor } from './creation';
export { cuda, getNumThreads, resolveDevice, setNumThreads, type Versions, versions } from './devices';
export { isTensor } from './handle';
export { Identified } from './identity';
export type { Index } from './indexing';
export { emptyCache, type MemoryUsage, memory, resetPeakMemoryStats, setMemoryLimit } from './memory';
export { type OperatorNamespace, operator, operatorNames, ops, overload } from './operators';
export { type Placement, parsePlacement } from './placement';
export { defaultGenerator, Generator, type GeneratorOptions, manualSeed } from './random';
export { handOver, keep, scope, scopeOfCallback } from './scope';
export { Tensor, type ToOptions } from './tensor';
export * as testing from './testing';
