// Operators by their names, and small tensors for them.
import { type Tensor, torch } from 'tadpole';

/** One overload by its name, such as `add.Tensor`; `default` is the unnamed one. */
export function aten(name: string): (...inputs: unknown[]) => unknown {
  const [base = '', overload = 'default'] = name.split('.');
  return torch.ops.aten[base]?.[overload] as (...inputs: unknown[]) => unknown;
}

/** Ones of a shape. */
export const ones = (...shape: number[]): Tensor => torch.ones(shape);

/** A row of 64-bit integers. */
export const int64 = (...values: number[]): Tensor => torch.tensor(values, { dtype: 'int64' });

/** A row of 32-bit integers. */
export const int32 = (...values: number[]): Tensor => torch.tensor(values, { dtype: 'int32' });

/** A row of 64-bit integers without any. */
export const noIntegers = (): Tensor => torch.zeros([0], { dtype: 'int64' });
