// What the rest of Tadpole takes from this folder: the namespace `torch` and the types that signatures name.

export { checkTensor } from './check';
export { ScriptModule } from './jit';
export type { StateDict } from './serialization';
export type { BackwardOptions, GeneratorOptions, Index, TensorOptions, ToOptions } from './torch';
export * as torch from './torch';
export { Generator, Tensor } from './torch';
export type { Complex, Device, DType, Layout, MemoryFormat, NestedArray, Scalar, TypedArray } from './types';
