// What tensors hold of the machine's memory, how much they may hold, and giving the rest back.
import { describeValue } from '../../options';
import { native } from '../addon';

/** What {@link memory} tells. */
export interface MemoryUsage {
  /** Live tensors of this thread. */
  tensors: number;
  /** Bytes of the storages that they refer to, on all devices; a shared storage counts once. */
  bytes: number;
  /** Live TorchScript modules of this thread. */
  scriptModules: number;
  /**
   * Bytes of main memory that libtorch holds in blocks of 64 KiB and more, for all threads of the process: tensors, and what
   * operators need beside them. This and the next three are 0 where nothing is kept (`TADPOLE_NO_MEMORY_CACHING`).
   */
  inUse: number;
  /** Bytes of such blocks that are free and kept for tensors to come. */
  kept: number;
  /** The most that was in use at a time, since the start or the last {@link resetPeakMemoryStats}. */
  peak: number;
  /** What {@link setMemoryLimit} has set; infinite at first. */
  limit: number;
}

/** What is alive in this thread, and what the process holds of main memory. */
export function memory(): MemoryUsage {
  const { limit, ...held } = native.processMemory();
  return {
    ...native.memory(),
    scriptModules: native.scriptCount(),
    ...held,
    limit: limit ?? Number.POSITIVE_INFINITY,
  };
}

/**
 * Limits what tensors on the CPU take of main memory, in blocks of 64 KiB and more, for all threads of the process: what is
 * kept for later is given back first, and then an operator that needs more throws an error that begins with "out of memory".
 * What is in use already stays, as PyTorch's `torch.cuda.set_per_process_memory_fraction` has it for GPUs.
 *
 * @param bytes at least 0; `Infinity` lifts the limit, and is the default
 * @throws Error where the memory is not Tadpole's to limit, as with `TADPOLE_NO_MEMORY_CACHING`.
 */
export function setMemoryLimit(bytes: number): void {
  if (typeof bytes !== 'number' || Number.isNaN(bytes)) {
    throw new TypeError(
      `torch.setMemoryLimit: argument 'bytes' must be a number, got ${describeValue(bytes)}`,
    );
  }
  if (bytes < 0 || (bytes !== Number.POSITIVE_INFINITY && !Number.isSafeInteger(bytes))) {
    throw new RangeError(
      `torch.setMemoryLimit: argument 'bytes' must be a whole number of at least 0, or Infinity for no limit, got ${bytes}`,
    );
  }
  native.setMemoryLimit(bytes === Number.POSITIVE_INFINITY ? null : bytes);
}

/** The `peak` of {@link memory} counts from what is in use now. */
export function resetPeakMemoryStats(): void {
  native.resetPeakMemory();
}

/**
 * Gives memory that no tensor uses any more, and that is kept for tensors to come, back to the system: that of the CPU, for
 * all threads, and that of GPUs. Training needs no such call; a service that falls idle after a large moment may want it.
 *
 * @returns how many bytes of main memory were given back
 */
export function emptyCache(): number {
  return native.emptyCache();
}
