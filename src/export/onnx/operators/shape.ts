// Operators that give values another shape or order, repeat them, or fill a shape with one.
import { type DType, torch } from '../../../torch';
import type { Size } from '../../probe';
import type { GraphBuilder } from '../builder';
import type { Converter, Converters } from '../call';

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
  const perm = call.dims('dims', rank);
  return graph.add('Transpose', [call.tensor('self')], { perm });
};

const transpose: Converter = (call, graph) => {
  const rank = call.rank('self');
  const [one, other] = [call.dim('dim0', rank), call.dim('dim1', rank)];
  const perm = Array.from({ length: rank }, (_, dim) => (dim === one ? other : dim === other ? one : dim));
  return graph.add('Transpose', [call.tensor('self')], { perm });
};

/** [N, C r^2, H, W] -> [N, C, r H, r W] */
const pixelShuffle: Converter = (call, graph) =>
  graph.add('DepthToSpace', [call.tensor('self')], { blocksize: call.number('upscale_factor'), mode: 'CRD' });

const moveDim: Converter = (call, graph) => {
  const rank = call.rank('self');
  const [from, to] = ['source', 'destination'].map((name) => call.dims(name, rank)) as [number[], number[]];
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
  movedim: moveDim,
  moveaxis: moveDim,
  pixel_unshuffle: pixelUnshuffle,
  channel_shuffle: channelShuffle,
  pixel_shuffle: pixelShuffle,
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
