// Layers, containers, initializers and losses.
export * from './activations';
export { BatchNorm1d, BatchNorm2d, type BatchNormOptions } from './batchNorm';
export { ModuleList, Sequential } from './containers';
export { Conv1d, Conv2d, type ConvOptions, type PaddingMode, type Size } from './conv';
export { ConvTranspose1d, ConvTranspose2d, type ConvTransposeOptions } from './convTranspose';
export * from './dropout';
export { Buffer, buffer, Parameter, parameter } from './fields';
export * as functional from './functional';
export * as init from './init';
export {
  Embedding,
  type EmbeddingOptions,
  type FactoryOptions,
  Identity,
  Linear,
  type LinearOptions,
} from './linear';
export { Module, type Placement } from './module';
export * from './norm';
export * from './pooling';
export * from './shape';
export * from './spectralNorm';
export type { LoadOptions, LoadResult } from './stateDict';
