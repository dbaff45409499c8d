// Inputs like the given ones, with other values and sizes, on which a trace is checked.

import type { Tensor } from '../tensor';
import { Generator, overload } from '../tensor';

const empty = overload('empty', 'memory_format');
const SEED = 0;

/** How the sizes of an input differ from those of the given one. */
export type Resize = (shape: readonly number[]) => readonly number[];

/**
 * For each input a tensor of the same dtype on the same device, its values drawn from the interval that the input's
 * values span, always the same ones; an input of one value is taken as the middle of an interval of length 2. Inputs whose
 * values cannot be drawn in this way (complex or not finite ones, equal integers) are repeated.
 */
export function otherInputs(inputs: readonly Tensor[], resize: Resize): Tensor[] {
  const generator = new Generator({ seed: SEED });
  return inputs.map((input) => redrawn(input.detach(), resize(input.shape), generator));
}

function redrawn(input: Tensor, shape: readonly number[], generator: Generator): Tensor {
  const { dtype, device } = input;
  if (input.numel() === 0 || dtype.startsWith('complex')) return repeated(input, shape);
  const values = input.cpu().double();
  const low = Number(values.min().item());
  const high = Number(values.max().item());
  const made = empty(shape, { dtype: 'float64' }) as Tensor;
  if (dtype === 'bool') return made.uniform_(0, 1, { generator }).gt(0.5).to(device);
  const isFloating = input.isFloatingPoint();
  if (!Number.isFinite(high - low) || (low === high && !isFloating)) return repeated(input, shape);
  if (!isFloating)
    return made
      .uniform_(low, high + 1, { generator })
      .floor_()
      .to(device)
      .to(dtype);
  const half = low === high ? 1 : 0;
  return made
    .uniform_(low - half, high + half, { generator })
    .to(device)
    .to(dtype);
}

/** The input, over and over in each dimension, up to the sizes of `shape`. */
function repeated(input: Tensor, shape: readonly number[]): Tensor {
  return shape.reduce<Tensor>((result, size, dim) => {
    const have = result.shape[dim] as number;
    if (have === 0 || have === size) return result;
    const times = shape.map((_, other) => (other === dim ? Math.ceil(size / have) : 1));
    return result.repeat(times).narrow(dim, 0, size);
  }, input);
}
