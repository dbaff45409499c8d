// Devices, threads and versions.
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { DEVICE_NAMES, isDeviceName } from '../../deviceName';
import { libtorchChoice, native, packageRoot } from '../addon';

/** NVIDIA GPUs, if the loaded libtorch and the machine have them. */
export const cuda = {
  isAvailable: (): boolean => native.deviceCount('cuda') > 0,
  deviceCount: (): number => native.deviceCount('cuda'),
};

/** The number of threads that one operator can use. */
export function getNumThreads(): number {
  return native.getNumThreads();
}

export function setNumThreads(threads: number): void {
  native.setNumThreads(threads);
}

export interface Versions {
  tadpole: string;
  libtorch: string;
  variant: 'cpu' | 'cuda';
  node: string;
  /** The folder of libtorch, when set-up recorded it. */
  libtorchPath: string | null;
  /** The instruction set that libtorch's CPU kernels use here, such as 'AVX512'. */
  cpuCapability: string;
}

export function versions(): Versions {
  const { builtAgainst, variant, cpuCapability } = native.versions();
  const manifest = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  return {
    tadpole: manifest.version,
    libtorch: builtAgainst,
    variant,
    node: process.versions.node,
    libtorchPath: libtorchChoice()?.path ?? null,
    cpuCapability,
  };
}

/**
 * The device to use for `wanted`: `'auto'` is the first GPU where there is one, else the CPU.
 * @throws Error with what to do when a GPU is asked for and there is none; RangeError for an unknown name.
 */
export function resolveDevice(wanted: string): string {
  if (!isDeviceName(wanted)) {
    throw new RangeError(`unknown device '${wanted}'; expected ${DEVICE_NAMES}`);
  }
  const count = cuda.deviceCount();
  if (wanted === 'cpu' || (wanted === 'auto' && count === 0)) return 'cpu';
  if (count === 0) {
    throw new Error(
      native.versions().variant === 'cuda'
        ? `device '${wanted}' was asked for, but no NVIDIA GPU or driver was found; install the NVIDIA driver (see 'npx tadpole doctor'), or use --device cpu`
        : `device '${wanted}' was asked for, but this is the CPU build of libtorch; run 'TADPOLE_LIBTORCH=cuda npx tadpole setup', or use --device cpu`,
    );
  }
  const index = Number(wanted.split(':')[1] ?? 0);
  if (index >= count) {
    throw new Error(
      `device '${wanted}' was asked for, but there ${count === 1 ? 'is 1 GPU' : `are ${count} GPUs`} (cuda:0 to cuda:${count - 1})`,
    );
  }
  return `cuda:${index}`;
}
