// What native/files.cc, native/script.cc and native/trace.cc export.
import type { NativeTensor } from './native';
import type { DType } from './types';

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
  /** Whether it shows the conjugates of what its storage holds. */
  conj?: boolean;
  /** Whether it shows the negatives of what its storage holds. */
  neg?: boolean;
}

export interface NativeFiles {
  readTensors(path: string, storages: readonly FileRegion[], views: readonly TensorView[]): NativeTensor[];
  writeTensors(path: string, head: Uint8Array, tensors: readonly NativeTensor[]): void;
  writeTensorsAsync(path: string, head: Uint8Array, tensors: readonly NativeTensor[]): Promise<void>;
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

/** Functions of TorchScript modules; `module` is an instance of the class ScriptModule that load or trace filled. */
export interface NativeScript {
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
  scriptCallAsync(module: object, method: string, inputs: readonly unknown[]): Promise<unknown>;
  scriptMethods(module: object): { name: string; inputs: string[] }[];
  scriptTensors(module: object): {
    parameters: [name: string, tensor: NativeTensor][];
    buffers: [name: string, tensor: NativeTensor][];
  };
  scriptIsTraining(module: object): boolean;
  scriptTrain(module: object, mode: boolean): void;
  scriptTo(module: object, device: string | null, dtype: DType | null): void;
  scriptSave(module: object, path: string, extraFiles: Record<string, string>): void;
  scriptSaveAsync(module: object, path: string, extraFiles: Record<string, string>): Promise<void>;
  scriptIsDisposed(module: object): boolean;
  scriptDispose(module: object): void;
  scriptCount(): number;
}
