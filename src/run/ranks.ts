// What the processes of one run tell each other: their configuration, what rank 0 found, the state that they go on from.
import * as dist from '../dist';
import type { Trainer } from '../gan';
import { type Tensor, torch } from '../torch';
import type { RunConfig } from './config';
import { attachTensors, detachTensors } from './nested';

/** States of random generators by device. */
export type RandomStates = Record<string, Tensor>;

/** @throws DistError, on all of them, when the processes were not asked for the same run */
export function requireSameRun({
  recipe,
  seed,
  precision,
  mirror,
  conditional,
  data,
  settings,
}: RunConfig): void {
  const { crc32, images, classes } = data;
  const asked = {
    recipe,
    seed,
    precision,
    mirror,
    conditional,
    images,
    'checksum of the images': crc32,
    classes,
  };
  dist.requireSameValues('what they were asked to do', { ...asked, ...settings });
}

/** The state of rank 0, nested plain objects and arrays of tensors and JSON values, on every process. */
export function stateOfFirst(state: unknown): unknown {
  const tensors: Record<string, Tensor> = {};
  const plain = dist.fromFirst(dist.rank === 0 ? detachTensors(state, tensors) : null);
  return attachTensors(plain, dist.tensorsFromFirst(tensors));
}

/** The states of the default generators of this process, which dropout draws from. */
export function ownRandomStates({ device }: Pick<Trainer, 'device'>): RandomStates {
  const devices = [...new Set(['cpu', device])];
  return Object.fromEntries(devices.map((name) => [nameOf(name), torch.defaultGenerator(name).getState()]));
}

/** Those of the processes after rank 0, in their order. Kept until they are disposed of. */
export function randomStatesOfOthers(trainer: Pick<Trainer, 'device'>): RandomStates[] {
  if (dist.size === 1) return [];
  return torch.scope(() => {
    const own = Object.entries(ownRandomStates(trainer));
    const gathered = own.map(([name, state]) => [name, dist.allGather(state)] as const);
    return Array.from({ length: dist.size - 1 }, (_, index) =>
      Object.fromEntries(gathered.map(([name, states]) => [name, torch.keep(states[index + 1] as Tensor)])),
    );
  });
}

/** Puts back the states of this process. Does nothing when they were saved by fewer processes. */
export function restoreRandomStates(
  { device }: Pick<Trainer, 'device'>,
  first: RandomStates,
  others: readonly RandomStates[],
): void {
  const states = dist.rank === 0 ? first : others[dist.rank - 1];
  for (const name of states ? new Set(['cpu', device]) : []) {
    // Checkpoints of one process name the device.
    const state = states?.[nameOf(name)] ?? states?.[name];
    if (state) torch.defaultGenerator(name).setState(state);
  }
}

export function disposeRandomStates(states: readonly RandomStates[]): void {
  for (const state of states) for (const tensor of Object.values(state)) tensor.dispose();
}

/** The kind of device: each process has a GPU of its own, whose number does not matter. */
function nameOf(device: string): string {
  return device.split(':')[0] as string;
}
