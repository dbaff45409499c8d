// The losses that a step gives: checked, and read as numbers.
import { UsageError } from '../errors';
import { type Tensor, torch } from '../torch';
import { NotFiniteError } from './finite';

/** What a step reports: scalars by name, `dLoss` and `gLoss` among them. */
export type Losses = { dLoss: number; gLoss: number } & Record<string, number>;

/** What a step computes: 0-dimensional tensors by name. They are read once, after all work has been given to the device. */
export type LossTensors = { dLoss: Tensor; gLoss: Tensor } & Record<string, Tensor>;

/**
 * The numbers, all read at once.
 *
 * @throws UsageError when the step gave no losses
 * @throws NotFiniteError when one is not finite
 */
export function readLosses(tensors: LossTensors): Losses {
  checkLosses(tensors);
  const names = Object.keys(tensors);
  const scalars = names.map((name) => (tensors[name] as Tensor).detach().to('float32').reshape([]));
  const values = torch.stack(scalars).toTypedArray();
  const losses = Object.fromEntries(names.map((name, index) => [name, Number(values[index])])) as Losses;
  const broken = names.filter((name) => !Number.isFinite(losses[name]));
  if (broken.length > 0) {
    throw new NotFiniteError(broken.map((name) => `${name} is ${losses[name]}`).join(', '));
  }
  return losses;
}

function checkLosses(tensors: LossTensors): void {
  const hint = 'return { dLoss, gLoss } and whatever else is to be logged, each a tensor of one number';
  if (typeof tensors !== 'object' || tensors === null || tensors instanceof Promise) {
    const got = tensors instanceof Promise ? 'a promise' : String(tensors);
    throw new UsageError(`the step: expected an object of losses, got ${got}`, hint);
  }
  for (const name of new Set(['dLoss', 'gLoss', ...Object.keys(tensors)])) {
    const value: unknown = tensors[name];
    if (value instanceof torch.Tensor && value.numel() === 1) continue;
    const got =
      value instanceof torch.Tensor ? `a tensor of shape [${value.shape.join(', ')}]` : String(value);
    throw new UsageError(`the step: expected ${name} to be a tensor of one number, got ${got}`, hint);
  }
}
