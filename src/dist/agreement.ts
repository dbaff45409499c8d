// Agreement of the ranks: that they were set up alike, and that what they hold is the same.
import { createHash } from 'node:crypto';
import { native, type Tensor, torch } from '../torch';
import { exchange } from './collectives';
import { firstDifference } from './difference';
import { DistError } from './errors';
import { currentGroup } from './group';

/**
 * Compares plain values by name.
 *
 * @param what the ranks would differ in, in words
 * @throws DistError, on all ranks, naming the first difference
 */
export function requireSameValues(what: string, values: Readonly<Record<string, unknown>>): void {
  if (!currentGroup()) return;
  const difference = firstDifference(exchange(values));
  if (difference === undefined) return;
  const { rank, name } = difference;
  const [got, expected] = [difference.got, difference.expected].map(
    (value) => JSON.stringify(value) ?? 'nothing',
  );
  throw new DistError(
    `the ranks differ in ${what}: ${name} is ${got} on rank ${rank}, and ${expected} on rank 0`,
    'start all of them with the same command, on the same data',
  );
}

/**
 * Compares what the ranks hold, by fingerprints: nested plain objects and arrays of tensors and JSON values.
 *
 * @throws DistError, on all ranks, naming the part and the rank that differ
 */
export function requireSameState(parts: Readonly<Record<string, unknown>>, when: string): void {
  if (!currentGroup()) return;
  const prints = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, fingerprint(part)]));
  const difference = firstDifference(exchange(prints));
  if (difference === undefined) return;
  throw new DistError(
    `the ranks have diverged ${when}: '${difference.name}' of rank ${difference.rank} is not what rank 0 has`,
    'what changes with the images of a rank (running statistics of a layer of your own, a mean that a phase keeps) must be summed over the ranks with dist.allReduce',
  );
}

/** The text and the tensors of a state as two numbers. */
function fingerprint(state: unknown): string {
  const tensors: Tensor[] = [];
  const text = JSON.stringify(withoutTensors(state, tensors)) ?? '';
  return `${createHash('sha1').update(text).digest('hex')}-${native.distFingerprint(tensors)}`;
}

function withoutTensors(value: unknown, tensors: Tensor[]): unknown {
  if (value instanceof torch.Tensor) {
    tensors.push(value);
    return [value.dtype, ...value.shape];
  }
  if (Array.isArray(value)) return value.map((item) => withoutTensors(item, tensors));
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([key, item]) => [key, withoutTensors(item, tensors)]);
}
