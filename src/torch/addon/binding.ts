// The one declaration of the addon: every function that native/*.cc exports, and the values that cross.
import type { DType } from './types';

declare const boxBrand: unique symbol;
/** What keeps a native handle: the handle is freed when its box is collected. */
export type NativeBox = { readonly [boxBrand]: true };

/** A Tensor, as seen below the class of that name. */
export interface NativeTensor {
  readonly id: symbol;
}

export interface SchemaArgument {
  name: string;
  type: string;
  size: number | null;
  keywordOnly: boolean;
  hasDefault: boolean;
  written: boolean;
}

export interface OperatorSchema {
  schema: string;
  arguments: SchemaArgument[];
  returns: SchemaArgument[];
}

/** Bytes of a file; their zip checksum is compared where it is known. */
export interface FileRegion {
  offset: number;
  bytes: number;
  crc32?: number | null;
}

/** A tensor on one of the regions that are read; without strides it is contiguous from the region's start. */
export interface TensorView {
  storage: number;
  dtype: DType;
  shape: readonly number[];
  strides?: readonly number[];
  storageOffset?: number;
  /** Whether it is a conjugate view of its storage. */
  conj?: boolean;
  /** Whether it is a negated view of its storage. */
  neg?: boolean;
}

interface NativeFiles {
  readTensors(path: string, storages: readonly FileRegion[], views: readonly TensorView[]): NativeTensor[];
  writeTensors(path: string, head: Uint8Array, tensors: readonly NativeTensor[]): void;
  writeTensorsAsync(path: string, head: Uint8Array, tensors: readonly NativeTensor[]): Promise<void>;
  writeArchive(
    path: string,
    names: readonly string[],
    payloads: readonly (Uint8Array | NativeTensor)[],
  ): void;
  writeArchiveAsync(
    path: string,
    names: readonly string[],
    payloads: readonly (Uint8Array | NativeTensor)[],
  ): Promise<void>;
  crc32(bytes: Uint8Array, start: number): number;
}

/** A module for the tracer: its own tensors and submodules by name. */
export interface ModuleDescription {
  type: string;
  training: boolean;
  parameters: [name: string, tensor: NativeTensor][];
  buffers: [name: string, tensor: NativeTensor][];
  /** Tensors that are stored with the module but are not in its state dict. */
  constants: [name: string, tensor: NativeTensor][];
  children: [name: string, module: ModuleDescription][];
}

/** Where an operator of a graph gets an argument from: another one, the module's tensors, or the graph itself. */
export type NativeExpression =
  | { readonly value: string }
  | { readonly tensor: string }
  | { readonly constant: unknown }
  | { readonly list: readonly NativeExpression[] };

/** The forward of a TorchScript module in its present mode, with every call inlined. */
export interface NativeGraph {
  inputs: string[];
  nodes: {
    operator: string;
    overload: string;
    module: string;
    arguments: (NativeExpression & { name: string })[];
    outputs: string[];
  }[];
  outputs: NativeExpression[];
  tensors: [name: string, tensor: NativeTensor][];
}

/** Functions of TorchScript modules; `module` is an instance of the class ScriptModule that load or trace filled. */
interface NativeScript {
  scriptLoad(module: object, path: string, device: string | null): void;
  scriptTrace(
    module: object,
    description: ModuleDescription,
    inputs: readonly NativeTensor[],
    inputNames: readonly string[],
    forward: (...inputs: never[]) => unknown,
  ): number;
  scriptReread(module: object, original: object): void;
  scriptCall(module: object, method: string, inputs: readonly unknown[]): unknown;
  scriptCallAsync(
    module: object,
    method: string,
    inputs: readonly unknown[],
    threads: number | null,
  ): Promise<unknown>;
  scriptMethods(module: object): { name: string; inputs: string[] }[];
  scriptTensors(module: object): {
    parameters: [name: string, tensor: NativeTensor][];
    buffers: [name: string, tensor: NativeTensor][];
  };
  scriptGraph(module: object): NativeGraph;
  scriptIsTraining(module: object): boolean;
  scriptTrain(module: object, mode: boolean): void;
  scriptTo(module: object, device: string | null, dtype: DType | null): void;
  scriptSave(module: object, path: string, extraFiles: Record<string, string>): void;
  scriptSaveAsync(module: object, path: string, extraFiles: Record<string, string>): Promise<void>;
  scriptIsDisposed(module: object): boolean;
  scriptDispose(module: object): void;
  scriptCount(): number;
}

/** Tensors of every parameter, one column per kind. */
type Columns = Record<string, readonly NativeTensor[]>;
type OptimizerStep = (columns: Columns, options: Record<string, number | boolean>) => void;

/** Whole-step updates and gradient helpers; each takes every parameter at once. */
interface NativeOptim {
  adamStep: OptimizerStep;
  sgdStep: OptimizerStep;
  adagradStep: OptimizerStep;
  rmspropStep: OptimizerStep;
  adadeltaStep: OptimizerStep;
  hasGradients(params: readonly NativeTensor[]): boolean[];
  zeroGradients(params: readonly NativeTensor[]): void;
  clipGradientNorm(
    params: readonly NativeTensor[],
    maxNorm: number,
    normType: number,
    errorIfNonfinite: boolean,
  ): NativeTensor;
  clipGradientValue(params: readonly NativeTensor[], clipValue: number): void;
}

/** Where the processes of a group meet: a file, or a port of a host. */
export type MeetingPlace = { path: string } | { host: string; port: number; serve: boolean };

/** Functions of process groups; `group` is an instance of the class ProcessGroup that distAttach filled. */
interface NativeDist {
  distAttach(group: object): void;
  distConnect(
    group: object,
    options: MeetingPlace & {
      rank: number;
      size: number;
      local: boolean;
      milliseconds: number;
      prefix: string;
    },
  ): Promise<number>;
  distMeet(group: object, about: string): Promise<string[]>;
  distForm(group: object): Promise<string>;
  distLeave(group: object): Promise<void>;
  distAllReduce(group: object, tensor: NativeTensor, reduction: 'sum' | 'max' | 'min'): void;
  distBroadcast(group: object, tensors: readonly NativeTensor[], root: number): void;
  distAllGather(group: object, tensor: NativeTensor): NativeTensor[];
  distSum(group: object, tensor: NativeTensor): NativeTensor;
  distSumGradients(group: object, parameters: readonly NativeTensor[]): void;
  distAttachSums(object: object, group: object): void;
  distBeginSums(
    sums: object,
    name: string,
    parameters: readonly NativeTensor[],
    from: number,
    bucketBytes: number,
  ): boolean;
  distFinishSums(sums: object): [buckets: number, early: number, again: number];
  distAbandonSums(sums: object): void;
  distBackends(): string[];
  distFingerprint(tensors: readonly NativeTensor[]): number;
}

/** What the addon exports, function by function. */
export interface NativeBinding extends NativeFiles, NativeScript, NativeOptim, NativeDist {
  register(classes: {
    /** A new Tensor; `slots[0]` is the slot of its handle. */
    createTensor: () => NativeTensor;
    /** The slot of a live Tensor, else a negative number for the kind of value. */
    slotOf: (value: unknown) => number;
    /** Called occasionally, while tensors are created, with the number of bytes that all of them hold. */
    grown: (bytes: number) => void;
    Error: ErrorConstructor;
    TypeError: TypeErrorConstructor;
    RangeError: RangeErrorConstructor;
  }): void;

  slotBoard(): Int32Array;
  newHandle(): NativeBox;
  releaseHandle(slot: number): void;
  fromTypedArray(data: ArrayBufferView, dtype: DType, shape: readonly number[]): NativeTensor;
  copyTo(tensor: NativeTensor, target: ArrayBufferView): void;
  item(tensor: NativeTensor): number | boolean | bigint | { re: number; im: number };
  shape(tensor: NativeTensor): number[];
  dtype(tensor: NativeTensor): DType;
  device(tensor: NativeTensor): string;
  layout(tensor: NativeTensor): string;
  memory(): { tensors: number; bytes: number };
  setData(tensor: NativeTensor, data: NativeTensor): void;

  /** `conv_transpose2d` to `convTranspose2d`; leading and trailing underscores stay. */
  camelCase(name: string): string;
  operatorNames(): [base: string, overload: string][];
  operatorSchema(base: string, overload: string): OperatorSchema | null;
  operatorOverload(base: string, overload: string): ((...inputs: unknown[]) => unknown) | null;
  operatorFunction(base: string, method: boolean): (...inputs: unknown[]) => unknown;

  /** Null where aten::linear is to be called; absent where it always is. */
  linear?(input: NativeTensor, weight: NativeTensor, bias: NativeTensor | null): NativeTensor | null;

  backward(
    outputs: readonly NativeTensor[],
    gradients: readonly (NativeTensor | null)[],
    retainGraph: boolean | undefined,
    createGraph: boolean,
    inputs: readonly NativeTensor[],
  ): void;
  grad(
    outputs: readonly NativeTensor[],
    inputs: readonly NativeTensor[],
    gradOutputs: readonly (NativeTensor | null)[],
    retainGraph: boolean | undefined,
    createGraph: boolean,
    allowUnused: boolean,
  ): (NativeTensor | null)[];
  getGrad(tensor: NativeTensor): NativeTensor | null;
  setGrad(tensor: NativeTensor, grad: NativeTensor | null): void;
  requiresGrad(tensor: NativeTensor): boolean;
  setRequiresGrad(tensor: NativeTensor, on: boolean): void;
  isLeaf(tensor: NativeTensor): boolean;
  isGradEnabled(): boolean;
  withGrad<T>(enabled: boolean, fn: () => T): T;
  withInferenceMode<T>(fn: () => T): T;
  withAutocast<T>(device: string, dtype: DType, enabled: boolean, fn: () => T): T;

  generatorAttach(object: object, device: string, shared: boolean): void;
  generatorManualSeed(generator: object, seed: number | bigint): void;
  generatorInitialSeed(generator: object): bigint;
  generatorGetState(generator: object): NativeTensor;
  generatorSetState(generator: object, state: NativeTensor): void;
  generatorDevice(generator: object): string;

  versions(): { builtAgainst: string; variant: 'cpu' | 'cuda'; configuration: string; cpuCapability: string };
  manualSeed(seed: number | bigint): void;
  getNumThreads(): number;
  setNumThreads(threads: number): void;
  deviceCount(deviceType: string): number;
  checkDevice(device: string): void;
  emptyCache(): number;
  setMachineMemory(bytes: number): void;
  setMemoryLimit(bytes: number | null): void;
  /** What all threads hold of the cache of CPU memory. */
  processMemory(): { inUse: number; kept: number; peak: number; limit: number | null };
  resetPeakMemory(): void;
  /** A descriptor that holds the lock on a file, which is made where there is none. */
  lockFile(path: string): number | 'held' | 'unsupported';
  unlockFile(descriptor: number): void;
  /** Each of the signals prints `word` and ends the process with `code` at once, until `restoreSignals`. */
  endOnSignals(signals: readonly number[], word: string, code: number): void;
  restoreSignals(): void;
}
