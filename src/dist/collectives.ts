// Collective operations: every rank calls the same ones in the same order. In a process that is alone they change nothing.
import { native, type Tensor, torch } from '../torch';
import { collective, rank, size } from './group';

/** What becomes of the values of several ranks. */
export type Reduction = 'sum' | 'max' | 'min';

/**
 * Replaces the values of a tensor, which has the same shape and dtype on all ranks, by those of all together. Returns it.
 *
 * @param reduction default `sum`
 */
export function allReduce(tensor: Tensor, reduction: Reduction = 'sum'): Tensor {
  collective(
    (handle) => native.distAllReduce(handle, tensor, reduction),
    () => {},
  );
  return tensor;
}

/** Replaces the values of tensors, which have the same shapes and dtypes on all ranks, by those of one rank. */
export function broadcast(tensors: Tensor | readonly Tensor[], root = 0): void {
  const all = tensors instanceof torch.Tensor ? [tensors] : tensors;
  collective(
    (handle) => native.distBroadcast(handle, all, root),
    () => {},
  );
}

/** Waits until every rank is there. */
export function barrier(): void {
  torch.scope(() => allReduce(torch.zeros([1])));
}

/** The tensors of all ranks, by rank; they must have one shape and dtype. Without a graph. */
export function allGather(tensor: Tensor): Tensor[] {
  return collective(
    (handle) => native.distAllGather(handle, tensor) as Tensor[],
    () => [tensor.detach()],
  );
}

/**
 * The sum of a tensor over the ranks, as a new tensor that gradients flow through, to any order: every rank's loss depends on it,
 * so that its gradient is the sum of their gradients. All ranks must go backward through it, too.
 */
export function sum(tensor: Tensor): Tensor {
  return collective(
    (handle) => native.distSum(handle, tensor) as Tensor,
    () => tensor,
  );
}

/** Replaces the gradients of parameters by their sums over the ranks, in one operation; a missing gradient counts as zero. */
export function sumGradients(parameters: readonly Tensor[]): void {
  collective(
    (handle) => native.distSumGradients(handle, parameters),
    () => {},
  );
}

/** For each flag, whether it is set on any rank. */
export function anyOf(flags: readonly boolean[]): boolean[] {
  if (size === 1) return [...flags];
  return torch.scope(() => {
    const values = allReduce(torch.tensor(flags.map(Number), { dtype: 'int32' }), 'max').toTypedArray();
    return flags.map((_, index) => Number(values[index]) > 0);
  });
}

/** The values of all ranks, by rank: anything that JSON can hold. */
export function exchange<T>(value: T): T[] {
  if (size === 1) return [value];
  return torch.scope(() => {
    const bytes = Buffer.from(JSON.stringify(value));
    const lengths = allGather(torch.tensor([bytes.length], { dtype: 'int64' })).map((one) =>
      Number(one.item()),
    );
    const padded = new Uint8Array(Math.max(...lengths));
    padded.set(bytes);
    return allGather(torch.tensor(padded)).map((one, index) => {
      const text = Buffer.from(one.toTypedArray() as Uint8Array).subarray(0, lengths[index]);
      return JSON.parse(text.toString()) as T;
    });
  });
}

/** The value of rank 0 on every rank: anything that JSON can hold. The others' values are not used. */
export function fromFirst<T>(value: T): T {
  if (size === 1) return value;
  return torch.scope(() => {
    const bytes = rank === 0 ? Buffer.from(JSON.stringify(value)) : Buffer.alloc(0);
    const length = torch.tensor([bytes.length], { dtype: 'int64' });
    broadcast(length);
    const text = torch.zeros([Number(length.item())], { dtype: 'uint8' });
    if (rank === 0) text.copy_(torch.tensor(new Uint8Array(bytes)));
    broadcast(text);
    return JSON.parse(Buffer.from(text.toTypedArray() as Uint8Array).toString()) as T;
  });
}

/** The tensors of rank 0, by name, on every rank; the others need not know their names and shapes. On the CPU. */
export function tensorsFromFirst(tensors: Readonly<Record<string, Tensor>> = {}): Record<string, Tensor> {
  const facts = fromFirst(
    Object.entries(tensors).map(([name, { shape, dtype }]) => ({ name, shape, dtype })),
  );
  if (rank === 0) {
    broadcast(Object.values(tensors));
    return { ...tensors };
  }
  const made = facts.map(({ name, shape, dtype }) => [name, torch.empty(shape, { dtype })] as const);
  broadcast(made.map(([, tensor]) => tensor));
  return Object.fromEntries(made);
}
