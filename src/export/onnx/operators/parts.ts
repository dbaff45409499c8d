// Operators that take values out of tensors, join tensors, and put borders around them.
import { type Tensor, torch } from '../../../torch';
import type { Size } from '../../probe';
import type { GraphBuilder } from '../builder';
import type { Call, Converter, Converters } from '../call';

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

const flip: Converter = (call, graph) => {
  const rank = call.rank('self');
  return call
    .dims('dims', rank)
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
  const dims = call.dims('dims', shape.length);
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

export const parts: Converters = {
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
  cat,
  concat: cat,
  stack,
  pad: padOf,
  constant_pad_nd: padOf,
  reflection_pad1d: reflect,
  reflection_pad2d: reflect,
  replication_pad1d: replicate,
  replication_pad2d: replicate,
  flip,
  unbind: (call, graph) => {
    const { shape } = call.facts('self');
    const dim = call.dim('dim', shape.length);
    return Array.from({ length: Number(shape[dim]) }, (_, index) =>
      graph.add('Gather', [call.tensor('self'), graph.numbers(index)], { axis: dim }),
    );
  },
};
