// Operators that only move values: shapes, orders of dimensions, parts, joints, borders.
import { type DType, type Tensor, torch } from '../../../torch';
import type { Size } from '../../probe';
import type { GraphBuilder } from '../builder';
import type { Call, Converter, Converters } from '../call';

/** Values in the shape of the result. */
const toResultShape: Converter = (call, graph) => {
  const { shape } = call.result();
  const free = shape.filter((size) => typeof size !== 'number');
  const target =
    free.length === 1
      ? graph.numbers(shape.map((size) => (typeof size === 'number' ? size : -1)))
      : graph.sizes(shape);
  return graph.add('Reshape', [call.tensor('self'), target]);
};

const expand: Converter = (call, graph) =>
  graph.add('Expand', [call.tensor('self'), graph.sizes(call.result().shape)]);

const repeat: Converter = (call, graph) => {
  const times = call.has('repeats') ? call.sizes('repeats') : call.sizes('dims');
  const missing = times.length - call.rank('self');
  const padded = [...Array<number>(Math.max(0, -missing)).fill(1), ...times];
  const self =
    missing > 0
      ? graph.add('Unsqueeze', [call.tensor('self'), graph.numbers([...Array(missing).keys()])])
      : call.tensor('self');
  return graph.add('Tile', [self, graph.sizes(padded)]);
};

const permute: Converter = (call, graph) => {
  const rank = call.rank('self');
  const perm = call.numbers('dims').map((dim) => (dim < 0 ? dim + rank : dim));
  return graph.add('Transpose', [call.tensor('self')], { perm });
};

const transpose: Converter = (call, graph) => {
  const rank = call.rank('self');
  const [one, other] = [call.dim('dim0', rank), call.dim('dim1', rank)];
  const perm = Array.from({ length: rank }, (_, dim) => (dim === one ? other : dim === other ? one : dim));
  return graph.add('Transpose', [call.tensor('self')], { perm });
};

/** A part of one dimension. */
function slice(graph: GraphBuilder, value: string, dim: number, from: Size, to: Size, step = 1): string {
  const ends = [from, to].map((end) => graph.sizes([end]));
  return graph.add('Slice', [value, ...ends, graph.numbers([dim]), graph.numbers([step])]);
}

const sliceOf: Converter = (call, graph) => {
  const dim = call.dim('dim', call.rank('self'));
  const from = call.has('start') ? call.size('start') : 0;
  const to = call.has('end') ? call.size('end') : Number.MAX_SAFE_INTEGER;
  return slice(graph, call.tensor('self'), dim, from, to, call.number('step'));
};

const plus = (a: Size, b: Size): Size => {
  const [one, other] = [a, b].map((size) =>
    typeof size === 'number' ? { perImage: 0, fixed: size } : size,
  ) as [Exclude<Size, number>, Exclude<Size, number>];
  const perImage = one.perImage + other.perImage;
  const fixed = one.fixed + other.fixed;
  return perImage === 0 ? fixed : { perImage, fixed };
};

const narrow: Converter = (call, graph) => {
  const from = call.size('start');
  const dim = call.dim('dim', call.rank('self'));
  return slice(graph, call.tensor('self'), dim, from, plus(from, call.size('length')));
};

const select: Converter = (call, graph) =>
  graph.add('Gather', [call.tensor('self'), graph.numbers(call.number('index'))], {
    axis: call.dim('dim', call.rank('self')),
  });

const indexSelect: Converter = (call, graph) =>
  graph.add('Gather', [call.tensor('self'), call.tensor('index')], {
    axis: call.dim('dim', call.rank('self')),
  });

/** Parts along one dimension, whose sizes are those of the results. */
const split: Converter = (call, graph) => {
  const { shape } = call.facts('self');
  const dim = call.dim('dim', shape.length);
  const sizes = call.parts().map((part) => part[dim] as Size);
  return graph.addMany('Split', [call.tensor('self'), graph.sizes(sizes)], sizes.length, { axis: dim });
};

const cat: Converter = (call, graph) => {
  const names = call.tensors('tensors');
  const { shape, dtype } = call.result();
  const cast = names.map((name, index) => graph.cast(name, call.facts('tensors', index).dtype, dtype));
  return graph.add('Concat', cast, { axis: call.dim('dim', shape.length) });
};

const stack: Converter = (call, graph) => {
  const { shape, dtype } = call.result();
  const dim = call.dim('dim', shape.length);
  const names = call.tensors('tensors').map((name, index) => {
    const cast = graph.cast(name, call.facts('tensors', index).dtype, dtype);
    return graph.add('Unsqueeze', [cast, graph.numbers([dim])]);
  });
  return graph.add('Concat', names, { axis: dim });
};

/** Borders; `pad` lists before and behind of the last dimension first. */
function pad(call: Call, graph: GraphBuilder, mode: string, value: number): string {
  const rank = call.rank('self');
  const pairs = call.numbers(call.has('pad') ? 'pad' : 'padding');
  const sides = [0, 1].map((side) =>
    Array.from({ length: rank }, (_, dim) => pairs[2 * (rank - 1 - dim) + side] ?? 0),
  );
  if (mode === 'circular') return wrap(call, graph, sides as [number[], number[]]);
  const onnxMode = { constant: 'constant', reflect: 'reflect', replicate: 'edge' }[mode];
  if (onnxMode === undefined) throw call.unsupported(`mode '${mode}'`);
  const inputs = [call.tensor('self'), graph.numbers(sides.flat())];
  if (onnxMode === 'constant') inputs.push(graph.numbers(value, call.result().dtype));
  return graph.add('Pad', inputs, { mode: onnxMode });
}

/** Borders that repeat what lies at the opposite side. */
function wrap(call: Call, graph: GraphBuilder, [before, behind]: [number[], number[]]): string {
  let value = call.tensor('self');
  call.facts('self').shape.forEach((size, dim) => {
    const [first, last] = [before[dim] as number, behind[dim] as number];
    if (first < 0 || last < 0) throw call.unsupported('negative circular padding');
    const parts = [value];
    if (first > 0) parts.unshift(slice(graph, value, dim, plus(size, -first), size));
    if (last > 0) parts.push(slice(graph, value, dim, 0, last));
    if (parts.length > 1) value = graph.add('Concat', parts, { axis: dim });
  });
  return value;
}

const padOf: Converter = (call, graph) =>
  pad(
    call,
    graph,
    call.has('mode') ? call.text('mode') : 'constant',
    call.has('value') ? call.number('value') : 0,
  );
const reflect: Converter = (call, graph) => pad(call, graph, 'reflect', 0);
const replicate: Converter = (call, graph) => pad(call, graph, 'replicate', 0);

/** [N, C r^2, H, W] -> [N, C, r H, r W] */
const pixelShuffle: Converter = (call, graph) =>
  graph.add('DepthToSpace', [call.tensor('self')], { blocksize: call.number('upscale_factor'), mode: 'CRD' });

const flip: Converter = (call, graph) => {
  const rank = call.rank('self');
  return call
    .numbers('dims')
    .map((dim) => (dim < 0 ? dim + rank : dim))
    .reduce((value, dim) => slice(graph, value, dim, -1, Number.MIN_SAFE_INTEGER, -1), call.tensor('self'));
};

/** Each value of a dimension several times. */
const repeatInterleave: Converter = (call, graph) => {
  if (call.isTensor('repeats') || !call.has('dim')) throw call.unsupported('these repeats');
  const { shape } = call.facts('self');
  const dim = call.dim('dim', shape.length);
  const size = shape[dim] as Size;
  const times = call.number('repeats');
  if (typeof size !== 'number') throw call.unsupported('the dimension of images');
  const places = Array.from({ length: size * times }, (_, index) => Math.floor(index / times));
  return graph.add('Gather', [call.tensor('self'), graph.numbers(places)], { axis: dim });
};

/** What leaves a dimension at its end comes in at its start. */
const roll: Converter = (call, graph) => {
  const { shape } = call.facts('self');
  const dims = call.oneOrMore('dims').map((dim) => (dim < 0 ? dim + shape.length : dim));
  const shifts = call.oneOrMore('shifts');
  if (dims.length !== shifts.length) throw call.unsupported('no dimensions');
  return dims.reduce((value, dim, index) => {
    const size = shape[dim] as Size;
    if (typeof size !== 'number') throw call.unsupported('the dimension of images');
    const shift = (((shifts[index] as number) % size) + size) % size;
    if (shift === 0) return value;
    const parts = [slice(graph, value, dim, size - shift, size), slice(graph, value, dim, 0, size - shift)];
    return graph.add('Concat', parts, { axis: dim });
  }, call.tensor('self'));
};

const moveDim: Converter = (call, graph) => {
  const rank = call.rank('self');
  const [from, to] = ['source', 'destination'].map((name) =>
    call.oneOrMore(name).map((dim) => (dim < 0 ? dim + rank : dim)),
  ) as [number[], number[]];
  const rest = [...Array(rank).keys()].filter((dim) => !from.includes(dim));
  const perm = Array.from({ length: rank }, (_, dim) =>
    to.includes(dim) ? (from[to.indexOf(dim)] as number) : (rest.shift() as number),
  );
  return graph.add('Transpose', [call.tensor('self')], { perm });
};

/** [N, C, r H, r W] -> [N, C r^2, H, W] */
const pixelUnshuffle: Converter = (call, graph) => {
  const [, channels, height, width] = call.facts('self').shape as [Size, number, number, number];
  const factor = call.number('downscale_factor');
  const parts = graph.numbers([-1, channels, height / factor, factor, width / factor, factor]);
  const moved = graph.add('Transpose', [graph.add('Reshape', [call.tensor('self'), parts])], {
    perm: [0, 1, 3, 5, 2, 4],
  });
  return graph.add('Reshape', [
    moved,
    graph.numbers([-1, channels * factor ** 2, height / factor, width / factor]),
  ]);
};

const channelShuffle: Converter = (call, graph) => {
  const [, channels, ...sizes] = call.facts('self').shape as [Size, ...number[]];
  const groups = call.number('groups');
  const parts = graph.numbers([-1, groups, (channels as number) / groups, ...sizes]);
  const perm = [0, 2, 1, ...sizes.map((_, index) => index + 3)];
  const moved = graph.add('Transpose', [graph.add('Reshape', [call.tensor('self'), parts])], { perm });
  return graph.add('Reshape', [moved, graph.numbers([-1, channels as number, ...sizes])]);
};

/**
 * Values at places that tensors tell, for neighbouring dimensions. Those of several dimensions are counted as one, whose places
 * are constants.
 */
const index: Converter = (call, graph) => {
  const { shape } = call.facts('self');
  const given = call.elements('indices');
  const dims = given.flatMap(({ isNull }, dim) => (isNull ? [] : [dim]));
  const [first = 0] = dims;
  const last = dims.at(-1) ?? 0;
  if (last - first !== dims.length - 1) throw call.unsupported('dimensions that are no neighbours');
  const [only] = dims.length === 1 ? dims.map((dim) => given[dim]) : [];
  if (only?.constant === undefined && only !== undefined && only.dtype !== 'bool') {
    return graph.add('Gather', [call.tensor('self'), only.name()], { axis: first });
  }
  const sizes = dims.map((dim) => shape[dim] as Size);
  const places = dims.map((dim) => given[dim]?.constant);
  if (
    !sizes.every((size) => typeof size === 'number') ||
    !places.every((place) => place !== undefined && (place.dtype !== 'bool' || dims.length === 1))
  ) {
    throw call.unsupported('places that follow from the inputs');
  }
  const name = torch.scope(() => {
    const whole = (places as Tensor[]).map((place, at) => {
      const numbers = place.dtype === 'bool' ? place.nonzero().flatten() : place.to('int64');
      return torch.where(numbers.lt(0), numbers.add(sizes[at] as number), numbers);
    });
    const flat = whole.reduce((before, place, at) => before.mul(sizes[at] as number).add(place));
    return graph.tensor('places', flat);
  });
  const merged = [...shape.slice(0, first), sizes.reduce((a, b) => a * b, 1), ...shape.slice(last + 1)];
  const self =
    dims.length === 1
      ? call.tensor('self')
      : graph.add('Reshape', [call.tensor('self'), graph.sizes(merged)]);
  return graph.add('Gather', [self, name], { axis: first });
};

/** A tensor of one value, in the shape of the result. */
function filled(graph: GraphBuilder, value: number, dtype: DType, shape: readonly Size[]): string {
  const one = torch.scope(() => graph.tensor('value', torch.full([1], value, { dtype })));
  return graph.add('Expand', [one, graph.sizes(shape)]);
}

const fill =
  (value: number | 'fill_value'): Converter =>
  (call, graph) => {
    const { dtype, shape } = call.result();
    return filled(graph, value === 'fill_value' ? call.number(value) : value, dtype, shape);
  };

export const shapes: Converters = {
  view: toResultShape,
  _unsafe_view: toResultShape,
  reshape: toResultShape,
  view_as: toResultShape,
  reshape_as: toResultShape,
  flatten: toResultShape,
  unflatten: toResultShape,
  squeeze: toResultShape,
  unsqueeze: toResultShape,
  expand,
  expand_as: expand,
  broadcast_to: expand,
  repeat,
  tile: repeat,
  permute,
  transpose,
  swapaxes: transpose,
  slice: sliceOf,
  narrow,
  select,
  index_select: indexSelect,
  split,
  split_with_sizes: split,
  chunk: split,
  unsafe_split: split,
  unsafe_split_with_sizes: split,
  unsafe_chunk: split,
  tensor_split: split,
  index,
  repeat_interleave: repeatInterleave,
  roll,
  movedim: moveDim,
  moveaxis: moveDim,
  pixel_unshuffle: pixelUnshuffle,
  channel_shuffle: channelShuffle,
  unbind: (call, graph) => {
    const { shape } = call.facts('self');
    const dim = call.dim('dim', shape.length);
    return Array.from({ length: Number(shape[dim]) }, (_, index) =>
      graph.add('Gather', [call.tensor('self'), graph.numbers(index)], { axis: dim }),
    );
  },
  cat,
  concat: cat,
  stack,
  pad: padOf,
  constant_pad_nd: padOf,
  reflection_pad1d: reflect,
  reflection_pad2d: reflect,
  replication_pad1d: replicate,
  replication_pad2d: replicate,
  pixel_shuffle: pixelShuffle,
  flip,
  zeros: fill(0),
  ones: fill(1),
  full: fill('fill_value'),
  zeros_like: fill(0),
  ones_like: fill(1),
  full_like: fill('fill_value'),
  new_zeros: fill(0),
  new_ones: fill(1),
  new_full: fill('fill_value'),
};
