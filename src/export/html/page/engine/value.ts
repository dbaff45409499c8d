// Values that the page computes with: numbers in row-major order with a shape.
import { takeBuffer } from './buffers';

/** Floats in 32 bits; whole numbers (sizes, class numbers) in 64-bit floats, which hold them exactly. */
export interface Value {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** Settings of a node, as the file of the generator has them. */
export type Attributes = Readonly<
  Record<string, { int?: number; ints?: readonly number[]; float?: number; text?: string }>
>;

/** What one operator does. An input that is left out is undefined. */
export type Kernel = (
  inputs: readonly (Value | undefined)[],
  attributes: Attributes,
  outputs: number,
) => Value[];

export type Kernels = Readonly<Record<string, Kernel>>;

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** A dimension counted from the front, whatever it was counted from. */
export const fromFront = (dim: number, rank: number): number => (dim < 0 ? dim + rank : dim);

export function zeros(shape: readonly number[]): Value & { data: Float32Array } {
  return { shape, data: takeBuffer(sizeOf(shape)).fill(0) };
}

/** A value of the same kind of numbers as `like`; what they are is left open. */
export function emptyLike(like: Value, shape: readonly number[]): Value {
  const size = sizeOf(shape);
  return { shape, data: like.data instanceof Float32Array ? takeBuffer(size) : new Float64Array(size) };
}

/** How far apart neighbours along each dimension lie. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let dim = shape.length - 2; dim >= 0; dim -= 1) {
    strides[dim] = (strides[dim + 1] as number) * (shape[dim + 1] as number);
  }
  return strides;
}

/** The shape that two shapes are stretched to. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, dim) => {
    const [one, other] = [a[dim - rank + a.length] ?? 1, b[dim - rank + b.length] ?? 1];
    return one === 1 ? other : one;
  });
}

/** The strides by which a value is read when it is stretched to `shape`: 0 where it is repeated. */
export function stretched(value: Value, shape: readonly number[]): number[] {
  const own = stridesOf(value.shape);
  const missing = shape.length - value.shape.length;
  return shape.map((_, dim) =>
    dim < missing || value.shape[dim - missing] === 1 ? 0 : (own[dim - missing] as number),
  );
}

/** Calls `visit` with the place in a value of these strides, for each element of `shape` in order. */
export function walk(
  shape: readonly number[],
  strides: readonly number[],
  visit: (place: number, index: number) => void,
  start = 0,
): void {
  const count = sizeOf(shape);
  const at = new Array<number>(shape.length).fill(0);
  let place = start;
  for (let index = 0; index < count; index += 1) {
    visit(place, index);
    for (let dim = shape.length - 1; dim >= 0; dim -= 1) {
      place += strides[dim] as number;
      const next = (at[dim] as number) + 1;
      if (next < (shape[dim] as number)) {
        at[dim] = next;
        break;
      }
      place -= next * (strides[dim] as number);
      at[dim] = 0;
    }
  }
}

/** A copy of what is read by these strides. */
export function gathered(
  value: Value,
  shape: readonly number[],
  strides: readonly number[],
  start = 0,
): Value {
  const result = emptyLike(value, shape);
  walk(
    shape,
    strides,
    (place, index) => {
      result.data[index] = value.data[place] as number;
    },
    start,
  );
  return result;
}

export function numbersOf(value: Value | undefined): number[] {
  return value === undefined ? [] : [...value.data];
}
