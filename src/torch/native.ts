// Loads the addon into this realm and describes what it exports.
import { existsSync, readFileSync } from 'node:fs';
import { constants, totalmem } from 'node:os';
import path from 'node:path';
import type { NativeFiles, NativeScript } from './nativeScript';
import { loadWithSpinning } from './spinning';
import type { DType } from './types';

declare const boxBrand: unique symbol;
/** What keeps a native handle: the handle is freed when its box is collected. */
export type NativeBox = { readonly [boxBrand]: true };

/** A Tensor, seen from below the class of that name. */
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

/** The functions of native/*.cc that the hand-written half of `torch` stands on. */
export interface NativeBinding extends NativeFiles, NativeScript {
  register(classes: {
    /** A new Tensor; `slots[0]` is the slot of its handle. */
    createTensor: () => NativeTensor;
    /** The slot of a live Tensor, else a negative number that says what the value is. */
    slotOf: (value: unknown) => number;
    /** Told now and then, while tensors are made, how many bytes all of them hold. */
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

  operatorNames(): [base: string, overload: string][];
  operatorSchema(base: string, overload: string): OperatorSchema | null;
  operatorOverload(base: string, overload: string): ((...inputs: unknown[]) => unknown) | null;
  operatorFunction(base: string, method: boolean): (...inputs: unknown[]) => unknown;

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
  emptyCache(): number;
  setMachineMemory(bytes: number): void;
  /** A descriptor that holds the lock on a file, which is made where there is none. */
  lockFile(path: string): number | 'held' | 'unsupported';
  unlockFile(descriptor: number): void;
  /** Each of the signals prints `word` and ends the process with `code` at once, until `restoreSignals`. */
  endOnSignals(signals: readonly number[], word: string, code: number): void;
  restoreSignals(): void;
}

/** The folder of this package: where build/ and package.json are. */
export const packageRoot = path.resolve(__dirname, '..', '..');

/** Where cmake-js and node-gyp put the addon. */
export const addonPath = path.join(packageRoot, 'build', 'Release', 'tadpole.node');

/** Bytes of memory that this process may have: the machine's, or what its container allows. */
export const machineMemory = Math.min(totalmem(), process.constrainedMemory() || totalmem());

/** What set-up recorded about the libtorch that it chose. */
export interface LibtorchChoice {
  version: string;
  variant: 'cpu' | 'cuda';
  source: string;
  path: string;
}

/** The libtorch that the addon was built with, or null when set-up has not run. */
export function libtorchChoice(): LibtorchChoice | null {
  const file = path.join(packageRoot, 'build', 'libtorch.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LibtorchChoice) : null;
}

function load(): NativeBinding {
  if (!existsSync(addonPath)) {
    throw new Error(`Tadpole's addon is not built: ${addonPath} is missing. Run 'npx tadpole setup'.`);
  }
  const holder = { exports: {} };
  try {
    // Not `require`: each realm (a jest context, say) needs exports of its own, with its own classes.
    loadWithSpinning(() => process.dlopen(holder, addonPath, constants.dlopen.RTLD_NOW));
  } catch (error) {
    throw new Error(
      `Tadpole's addon could not be loaded: ${(error as Error).message}. Run 'npx tadpole doctor' to see what is missing.`,
    );
  }
  const binding = holder.exports as NativeBinding;
  checkVersion(binding);
  binding.setMachineMemory(machineMemory);
  return binding;
}

/** Headers of one version and libraries of another do not fit together, however well they link. */
function checkVersion(binding: NativeBinding): void {
  const { builtAgainst, configuration } = binding.versions();
  const loaded = /\bTORCH_VERSION=(\d+\.\d+\.\d+)/.exec(configuration)?.[1];
  if (loaded === undefined || loaded === builtAgainst) return;
  throw new Error(
    `Tadpole's addon is built for libtorch ${builtAgainst} and finds ${loaded}. Run 'npx tadpole setup'.`,
  );
}

export const native: NativeBinding = load();

/**
 * Memory shared with the addon: [0] is the slot of the newest handle or Tensor, [1] the number of arguments that the operator to
 * be called is described with, from [2] on one entry for each of them.
 */
export const slots = native.slotBoard();
