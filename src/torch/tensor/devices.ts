// Devices, threads and versions.
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { DEVICE_NAMES, isDeviceName } from '../../deviceName';
import { describeValue } from '../../options';
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
  if (typeof wanted !== 'string' || !isDeviceName(wanted)) {
    const given = typeof wanted === 'string' ? `'${wanted}'` : describeValue(wanted);
    throw new RangeError(`unknown device ${given}; expected ${DEVICE_NAMES}`);
  }
  const count = cuda.deviceCount();
  if (wanted === 'cpu' || (wanted === 'auto' && count === 0)) return 'cpu';
  if (wanted !== 'auto') native.checkDevice(wanted);
  return `cuda:${Number(wanted.split(':')[1] ?? 0)}`;
}
