// Layers, containers, initializers and losses.
export * from './activations';
export { BatchNorm1d, BatchNorm2d, type BatchNormOptions } from './batchNorm';
export { ModuleList, Sequential } from './containers';
export { Conv1d, Conv2d, type ConvOptions, type PaddingMode, type Size } from './conv';
export { ConvTranspose1d, ConvTranspose2d, type ConvTransposeOptions } from './convTranspose';
export * from './dropout';
export { EqualizedConv2d, EqualizedLinear, type EqualizedOptions } from './equalized';
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
export { MinibatchStdDev, type MinibatchStdDevOptions } from './minibatchStdDev';
export { Module } from './module';
export * from './norm';
export { PixelNorm } from './pixelNorm';
export type { Placement } from './placement';
export * from './pooling';
export { LowPassDownsample2d, LowPassUpsample2d } from './resample';
export * from './shape';
export * from './spectralNorm';
export type { LoadResult, LoadStateDictOptions } from './stateDict';
