// Numbers from a formula, the same as in test/fixtures/python/formula.py: large weights and latents need no file.
import { type Tensor, torch } from 'tadpole';

// Taken out once: jest's sandbox makes every look-up of a global slow.
const { imul } = Math;

/** `count` values in [0, 1): a 32-bit integer hash (lowbias32) of the index and the seed. */
export function hashedUniform(count: number, seed: number): Float64Array {
  const offset = imul(seed, 0x85ebca6b);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = (imul(i + 1, 0x9e3779b9) + offset) | 0;
    x ^= x >>> 16;
    x = imul(x, 0x21f0aaad);
    x ^= x >>> 15;
    x = imul(x, 0x735a2d97);
    x ^= x >>> 15;
    values[i] = (x >>> 0) / 2 ** 32;
  }
  return values;
}

/** A float32 tensor, uniform in [-bound, bound). */
export function uniform(shape: readonly number[], bound: number, seed: number): Tensor {
  const values = hashedUniform(size(shape), seed);
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] as number) * 2 - 1) * bound;
  return torch.tensor(new Float32Array(values), { shape: [...shape] });
}

/** A float32 tensor with mean 0 and standard deviation 1: the sum of twelve uniforms less six. */
export function bell(shape: readonly number[], seed: number): Tensor {
  const terms = hashedUniform(size(shape) * 12, seed);
  const values = Float32Array.from({ length: size(shape) }, (_, row) => {
    let total = 0;
    for (let column = 0; column < 12; column++) total += terms[row * 12 + column] as number;
    return total - 6;
  });
  return torch.tensor(values, { shape: [...shape] });
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
