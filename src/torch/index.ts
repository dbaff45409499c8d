// What the rest of Tadpole imports from this folder: the namespace `torch`, the types that signatures name, and the addon.

export { bitsOf, type MeetingPlace, machineMemory, type NativeBinding, native } from './addon';
export { encodeSafetensors } from './formats';
export { ScriptModule } from './jit';
export { forwardOnThreads } from './jit/scriptModule';
export {
  checkPath,
  checkTensor,
  handOver,
  operator,
  overload,
  type Placement,
  parsePlacement,
  scopeOfCallback,
} from './tensor';
export type {
  BackwardOptions,
  Complex,
  Device,
  DType,
  GeneratorOptions,
  Index,
  Layout,
  MemoryFormat,
  NestedArray,
  Scalar,
  StateDict,
  TensorOptions,
  ToOptions,
  TypedArray,
} from './torch';
export * as torch from './torch';
export { Generator, Tensor } from './torch';
