// Operators that only move values.
import {
  type Attributes,
  emptyLike,
  fromFront,
  gathered,
  type Kernel,
  type Kernels,
  numbersOf,
  sizeOf,
  stretched,
  stridesOf,
  type Value,
} from './value';

const axisOf = (attributes: Attributes, rank: number, otherwise = 0): number =>
  fromFront(attributes['axis']?.int ?? otherwise, rank);

const reshape: Kernel = ([x, target]) => {
  const { shape, data } = x as Value;
  const sizes = numbersOf(target).map((size, dim) => (size === 0 ? (shape[dim] as number) : size));
  const known = sizes.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  return [{ data, shape: sizes.map((size) => (size === -1 ? data.length / known : size)) }];
};

const unsqueeze: Kernel = ([x, dims]) => {
  const { shape, data } = x as Value;
  const rank = shape.length + (dims as Value).data.length;
  const added = numbersOf(dims).map((dim) => fromFront(dim, rank));
  const rest = [...shape];
  return [
    {
      data,
      shape: Array.from({ length: rank }, (_, dim) => (added.includes(dim) ? 1 : (rest.shift() as number))),
    },
  ];
};

const transpose: Kernel = ([x], attributes) => {
  const value = x as Value;
  const order = attributes['perm']?.ints ?? [];
  const strides = stridesOf(value.shape);
  return [
    gathered(
      value,
      order.map((dim) => value.shape[dim] as number),
      order.map((dim) => strides[dim] as number),
    ),
  ];
};

const expand: Kernel = ([x, target]) => {
  const value = x as Value;
  const wanted = numbersOf(target);
  const shape = wanted.map((size, dim) => {
    const own = value.shape[dim - wanted.length + value.shape.length] ?? 1;
    return size === 1 || size === -1 ? own : size;
  });
  return [gathered(value, shape, stretched(value, shape))];
};

const tile: Kernel = ([x, repeats]) => {
  const value = x as Value;
  const times = numbersOf(repeats);
  const shape = value.shape.map((size, dim) => size * (times[dim] as number));
  const places = value.shape.flatMap((size, dim) => [times[dim] as number, size]);
  const strides = stridesOf(value.shape).flatMap((stride) => [0, stride]);
  return [{ shape, data: gathered(value, places, strides).data }];
};

const slice: Kernel = ([x, starts, ends, axes, steps]) => {
  const value = x as Value;
  const shape = [...value.shape];
  const strides = stridesOf(value.shape);
  let start = 0;
  numbersOf(axes).forEach((axis, index) => {
    const dim = fromFront(axis, shape.length);
    const size = value.shape[dim] as number;
    const step = steps?.data[index] ?? 1;
    const bound = (at: number): number => {
      const place = at < 0 ? at + size : at;
      return step > 0 ? Math.min(Math.max(place, 0), size) : Math.min(Math.max(place, -1), size - 1);
    };
    const from = bound(starts?.data[index] as number);
    shape[dim] = Math.max(0, Math.ceil((bound(ends?.data[index] as number) - from) / step));
    start += from * (strides[dim] as number);
    strides[dim] = (strides[dim] as number) * step;
  });
  return [gathered(value, shape, strides, start)];
};

const split: Kernel = ([x, sizes], attributes) => {
  const value = x as Value;
  const axis = axisOf(attributes, value.shape.length);
  const strides = stridesOf(value.shape);
  let from = 0;
  return numbersOf(sizes).map((size) => {
    const shape = value.shape.with(axis, size);
    const part = gathered(value, shape, strides, from * (strides[axis] as number));
    from += size;
    return part;
  });
};

const concat: Kernel = (inputs, attributes) => {
  const values = inputs as Value[];
  const first = values[0] as Value;
  const axis = axisOf(attributes, first.shape.length);
  const total = values.reduce((sum, { shape }) => sum + (shape[axis] as number), 0);
  const result = emptyLike(first, first.shape.with(axis, total));
  const outer = sizeOf(first.shape.slice(0, axis));
  let place = 0;
  for (let row = 0; row < outer; row += 1) {
    for (const { data } of values) {
      const length = data.length / outer;
      result.data.set(data.subarray(row * length, (row + 1) * length), place);
      place += length;
    }
  }
  return [result];
};

const gather: Kernel = ([x, indices], attributes) => {
  const [value, wanted] = [x, indices] as [Value, Value];
  const axis = axisOf(attributes, value.shape.length);
  const size = value.shape[axis] as number;
  const [outer, inner] = [sizeOf(value.shape.slice(0, axis)), sizeOf(value.shape.slice(axis + 1))];
  const result = emptyLike(value, [
    ...value.shape.slice(0, axis),
    ...wanted.shape,
    ...value.shape.slice(axis + 1),
  ]);
  let place = 0;
  for (let row = 0; row < outer; row += 1) {
    for (const index of wanted.data) {
      const from = (row * size + fromFront(index, size)) * inner;
      result.data.set(value.data.subarray(from, from + inner), place);
      place += inner;
    }
  }
  return [result];
};

/** The place inside that a place outside stands for; -1 for none. */
const OUTSIDE: Readonly<Record<string, (at: number, size: number) => number>> = {
  constant: () => -1,
  edge: (at, size) => Math.min(Math.max(at, 0), size - 1),
  reflect: (at, size) => (at < 0 ? -at : 2 * (size - 1) - at),
};

const pad: Kernel = ([x, sides, filling], attributes) => {
  const value = x as Value;
  const rank = value.shape.length;
  const pads = numbersOf(sides);
  const outside = OUTSIDE[attributes['mode']?.text ?? 'constant'] as (at: number, size: number) => number;
  const shape = value.shape.map((size, dim) => size + (pads[dim] as number) + (pads[dim + rank] as number));
  const strides = stridesOf(value.shape);
  // Along each dimension, how far the place inside lies from the start; NaN where there is none.
  const places = shape.map((size, dim) =>
    Array.from({ length: size }, (_, index) => {
      const own = value.shape[dim] as number;
      const at = index - (pads[dim] as number);
      const inside = at >= 0 && at < own ? at : outside(at, own);
      return inside < 0 ? Number.NaN : inside * (strides[dim] as number);
    }),
  );
  const result = emptyLike(value, shape);
  const steps = stridesOf(shape);
  for (let index = 0; index < result.data.length; index += 1) {
    const place = places.reduce(
      (sum, row, dim) => sum + (row[Math.floor(index / (steps[dim] as number)) % row.length] as number),
      0,
    );
    result.data[index] = Number.isNaN(place) ? (filling?.data[0] ?? 0) : (value.data[place] as number);
  }
  return [result];
};

const depthToSpace: Kernel = ([x], attributes) => {
  const value = x as Value;
  const block = attributes['blocksize']?.int ?? 1;
  const [count, channels, height, width] = value.shape as [number, number, number, number];
  const depth = channels / block ** 2;
  const parts = [count, depth, block, block, height, width];
  const order = [0, 1, 4, 2, 5, 3];
  const strides = stridesOf(parts);
  const moved = gathered(
    value,
    order.map((dim) => parts[dim] as number),
    order.map((dim) => strides[dim] as number),
  );
  return [{ shape: [count, depth, height * block, width * block], data: moved.data }];
};

const shapeOf: Kernel = ([x], attributes) => {
  const sizes = (x as Value).shape.slice(attributes['start']?.int ?? 0, attributes['end']?.int);
  return [{ shape: [sizes.length], data: Float64Array.from(sizes) }];
};

export const movement: Kernels = {
  Reshape: reshape,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Expand: expand,
  Tile: tile,
  Slice: slice,
  Split: split,
  Concat: concat,
  Gather: gather,
  Pad: pad,
  DepthToSpace: depthToSpace,
  Shape: shapeOf,
};
