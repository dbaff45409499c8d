// What each dtype can hold: values that the conversion would change are refused, as in PyTorch.
import type { DType, TypedArray } from '../addon';

interface IntegerRange {
  lowest: bigint;
  highest: bigint;
  /** Whether a negative integer counts from the end, so that -1 is the highest value: of PyTorch's small unsigned dtypes. */
  wraps: boolean;
}

function integers(bits: number, signed: boolean): IntegerRange {
  const end = 1n << BigInt(signed ? bits - 1 : bits);
  return { lowest: signed ? -end : 0n, highest: end - 1n, wraps: !signed && bits < 64 };
}

const ranges: Partial<Record<DType, IntegerRange>> = {
  int8: integers(8, true),
  int16: integers(16, true),
  int32: integers(32, true),
  int64: integers(64, true),
  uint8: integers(8, false),
  uint16: integers(16, false),
  uint32: integers(32, false),
  uint64: integers(64, false),
};

/** `values[1][0]`: where the flat `index` is in values of that shape. */
function place(index: number, shape: readonly number[]): string {
  const places: number[] = [];
  let rest = index;
  for (const size of [...shape].reverse()) {
    places.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `values${places.map((position) => `[${position}]`).join('')}`;
}

function refuse(value: number | bigint, index: number, shape: readonly number[], dtype: DType): never {
  const limits = ranges[dtype] as IntegerRange;
  const text = typeof value === 'bigint' ? `${value}n` : String(value);
  throw new RangeError(
    `argument 'values': ${place(index, shape)} is ${text}, which ${dtype} cannot hold (${limits.lowest} to ${limits.highest}); give another dtype`,
  );
}

/** The integer that stands for `value` in `range`, or undefined: fractions are cut off, as PyTorch does. */
function fitted(value: number | bigint, { lowest, highest, wraps }: IntegerRange): bigint | undefined {
  if (typeof value === 'number' && !Number.isInteger(value)) {
    return value >= Number(lowest) && value <= Number(highest) ? BigInt(Math.trunc(value)) : undefined;
  }
  const whole = BigInt(value);
  if (whole >= lowest && whole <= highest) return whole;
  return wraps && whole < 0n && whole >= -highest ? whole + highest + 1n : undefined;
}

/** Numbers as they are when `range` holds each, else a copy in which the wrapped ones are replaced. */
function fittingNumbers(
  data: Exclude<TypedArray, BigInt64Array | BigUint64Array>,
  dtype: DType,
  range: IntegerRange,
  shape: readonly number[],
): TypedArray {
  const [lowest, highest, end] = [range.lowest, range.highest, range.highest + 1n].map(Number) as [
    number,
    number,
    number,
  ];
  let copy: Float64Array | undefined;
  for (let index = 0; index < data.length; index++) {
    const value = data[index] as number;
    if (value >= lowest && value <= highest && value < end) continue;
    const whole = fitted(value, range);
    if (whole === undefined) refuse(value, index, shape, dtype);
    copy ??= Float64Array.from(data);
    copy[index] = Number(whole);
  }
  return copy ?? data;
}

/**
 * The values that a tensor of `dtype` is to be made of, in a typed array that holds them exactly. Negative integers count
 * from the end of uint8, uint16 and uint32. Dtypes other than integers hold every value (as infinity, if it is too
 * large).
 *
 * @throws RangeError that names the first value which `dtype` cannot hold, NaN and infinities for integers among them
 */
export function fitting(
  values: TypedArray | readonly bigint[],
  dtype: DType,
  shape: readonly number[],
): TypedArray {
  const range = ranges[dtype];
  const isTyped = ArrayBuffer.isView(values);
  if (range === undefined) return isTyped ? values : Float64Array.from(values, Number);
  const isBig = !isTyped || values instanceof BigInt64Array || values instanceof BigUint64Array;
  if (!isBig && dtype !== 'uint64') return fittingNumbers(values, dtype, range, shape);
  const result = dtype === 'uint64' ? new BigUint64Array(values.length) : new BigInt64Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number | bigint;
    const whole = fitted(value, range);
    if (whole === undefined) refuse(value, index, shape, dtype);
    result[index] = whole;
  }
  return result;
}
