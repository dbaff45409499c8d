// What a rank has of its machine: some of the threads, one of the GPUs.
import { torch } from '../torch';
import { currentGroup } from './group';

/**
 * Sets the CPU threads of this process.
 *
 * @param asked default: those of the machine, shared out among its ranks, unless OMP_NUM_THREADS is set
 */
export function setOwnThreads(asked: number | undefined): void {
  const group = currentGroup();
  if (asked !== undefined) torch.setNumThreads(asked);
  else if (group && process.env['OMP_NUM_THREADS'] === undefined) {
    torch.setNumThreads(Math.max(1, Math.floor(torch.getNumThreads() / group.localSize)));
  }
}

/** The device of this process: where several have GPUs, each has one of its own, unless a certain one was asked for. */
export function ownDevice(device: string, asked?: string): string {
  const group = currentGroup();
  if (!group || !device.startsWith('cuda') || asked?.includes(':')) return device;
  return `cuda:${group.localRank % Math.max(torch.cuda.deviceCount(), 1)}`;
}
