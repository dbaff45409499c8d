// Reductions and normalisations.
import {
  type Attributes,
  emptyLike,
  fromFront,
  type Kernel,
  type Kernels,
  numbersOf,
  sizeOf,
  stridesOf,
  type Value,
  walk,
} from './value';

const reduction =
  (
    start: number,
    fold: (sum: number, x: number) => number,
    finish: (sum: number, count: number) => number,
  ): Kernel =>
  ([x, dims], attributes) => {
    const value = x as Value;
    const rank = value.shape.length;
    const axes = numbersOf(dims).map((dim) => fromFront(dim, rank));
    const kept = value.shape.map((size, dim) => (axes.includes(dim) ? 1 : size));
    const strides = stridesOf(kept).map((stride, dim) => (axes.includes(dim) ? 0 : stride));
    const sums = new Float64Array(sizeOf(kept)).fill(start);
    walk(value.shape, strides, (place, index) => {
      sums[place] = fold(sums[place] as number, value.data[index] as number);
    });
    const shape =
      attributes['keepdims']?.int === 0 ? value.shape.filter((_, dim) => !axes.includes(dim)) : kept;
    const result = emptyLike(value, shape);
    const count = value.data.length / sums.length;
    result.data.set(sums.map((sum) => finish(sum, count)));
    return [result];
  };

const same = (sum: number): number => sum;

const batchNormalization: Kernel = ([x, scale, bias, mean, variance], attributes) => {
  const value = x as Value;
  const channels = value.shape[1] as number;
  const pixels = sizeOf(value.shape.slice(2));
  const result = emptyLike(value, value.shape);
  const epsilon = attributes['epsilon']?.float ?? 1e-5;
  for (let plane = 0; plane < value.data.length / pixels; plane += 1) {
    const channel = plane % channels;
    const [factor, shift, centre, spread] = [scale, bias, mean, variance].map(
      (one) => one?.data[channel] as number,
    ) as [number, number, number, number];
    const slope = factor / Math.sqrt(spread + epsilon);
    for (let i = plane * pixels; i < (plane + 1) * pixels; i += 1) {
      result.data[i] = ((value.data[i] as number) - centre) * slope + shift;
    }
  }
  return [result];
};

/** Calls `change` for each row of the dimensions from `axis` on. */
function byRows(value: Value, axis: number, change: (row: Float64Array) => Float64Array): Value {
  const length = sizeOf(value.shape.slice(axis));
  const result = emptyLike(value, value.shape);
  for (let from = 0; from < value.data.length; from += length) {
    result.data.set(change(Float64Array.from(value.data.subarray(from, from + length))), from);
  }
  return result;
}

const meanOf = (row: Float64Array): number => row.reduce((sum, x) => sum + x, 0) / row.length;

const layerNormalization: Kernel = ([x, scale, bias], attributes) => {
  const value = x as Value;
  const axis = attributes['axis']?.int ?? -1;
  const epsilon = attributes['epsilon']?.float ?? 1e-5;
  return [
    byRows(value, axis < 0 ? axis + value.shape.length : axis, (row) => {
      const mean = meanOf(row);
      const deviation = Math.sqrt(meanOf(row.map((one) => (one - mean) ** 2)) + epsilon);
      return row.map(
        (one, i) => ((one - mean) / deviation) * (scale?.data[i] as number) + (bias?.data[i] ?? 0),
      );
    }),
  ];
};

const softmax =
  (logarithm: boolean): Kernel =>
  ([x], attributes: Attributes) => {
    const value = x as Value;
    const rank = value.shape.length;
    const axis = attributes['axis']?.int ?? -1;
    const dim = axis < 0 ? axis + rank : axis;
    const stride = stridesOf(value.shape)[dim] as number;
    const length = value.shape[dim] as number;
    const result = emptyLike(value, value.shape);
    for (let at = 0; at < value.data.length; at += 1) {
      if (Math.floor(at / stride) % length !== 0) continue;
      const row = Float64Array.from({ length }, (_, i) => value.data[at + i * stride] as number);
      const most = row.reduce((a, b) => Math.max(a, b));
      const total = row.reduce((sum, one) => sum + Math.exp(one - most), 0);
      row.forEach((one, i) => {
        const logProbability = one - most - Math.log(total);
        result.data[at + i * stride] = logarithm ? logProbability : Math.exp(logProbability);
      });
    }
    return [result];
  };

const argMax: Kernel = ([x], attributes) => {
  const value = x as Value;
  const axis = attributes['axis']?.int ?? 0;
  const size = value.shape[axis] as number;
  const stride = sizeOf(value.shape.slice(axis + 1));
  const kept = value.shape.map((own, dim) => (dim === axis ? 1 : own));
  const data = new Float64Array(sizeOf(kept)).map((_, place) => {
    const start = Math.floor(place / stride) * size * stride + (place % stride);
    let best = 0;
    for (let i = 1; i < size; i += 1) {
      const [one, most] = [value.data[start + i * stride], value.data[start + best * stride]] as [
        number,
        number,
      ];
      if (one > most) best = i;
    }
    return best;
  });
  const shape = attributes['keepdims']?.int === 0 ? value.shape.filter((_, dim) => dim !== axis) : kept;
  return [{ shape, data }];
};

export const statistics: Kernels = {
  ArgMax: argMax,
  ReduceSum: reduction(0, (sum, x) => sum + x, same),
  ReduceMean: reduction(
    0,
    (sum, x) => sum + x,
    (sum, count) => sum / count,
  ),
  ReduceMax: reduction(Number.NEGATIVE_INFINITY, Math.max, same),
  ReduceMin: reduction(Number.POSITIVE_INFINITY, Math.min, same),
  ReduceProd: reduction(1, (product, x) => product * x, same),
  ReduceL1: reduction(0, (sum, x) => sum + Math.abs(x), same),
  ReduceL2: reduction(0, (sum, x) => sum + x * x, Math.sqrt),
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Softmax: softmax(false),
  LogSoftmax: softmax(true),
};
