// What the rest of Tadpole takes from this folder: the namespace `torch` and the types that signatures name.
export * as torch from './torch';
export type { BackwardOptions, GeneratorOptions, Index, TensorOptions, ToOptions } from './torch';
export { Generator, Tensor } from './torch';
export type { Complex, DType, Device, Layout, MemoryFormat, NestedArray, Scalar, TypedArray } from './types';
