// Reductions over dimensions: sums, means, deviations, norms, extremes.
import type { GraphBuilder } from '../builder';
import type { Call, Converter, Converters } from '../call';

/** The dimensions that are reduced, from the front: those given, or all. */
function axesOf(call: Call): number[] {
  const rank = call.rank('self');
  const given = call.has('dim') ? call.oneOrMore('dim') : [];
  const axes = given.length > 0 ? given : [...Array(rank).keys()];
  return axes.map((dim) => (dim < 0 ? dim + rank : dim));
}

function reduce(call: Call, graph: GraphBuilder, type: string, value: string): string {
  const keepdims = Number(call.flag('keepdim'));
  return graph.add(type, [value, graph.numbers(axesOf(call))], { keepdims });
}

const reduction =
  (type: string): Converter =>
  (call, graph) =>
    reduce(call, graph, type, graph.cast(call.tensor('self'), call.dtype('self'), call.result().dtype));

function correctionOf(call: Call): number {
  if (call.has('correction')) return call.number('correction');
  return call.has('unbiased') && !call.flag('unbiased') ? 0 : 1;
}

/** The variance over dimensions. */
function variance(call: Call, graph: GraphBuilder): string {
  const self = call.tensor('self');
  const { shape } = call.facts('self');
  const axes = axesOf(call);
  const count = axes.reduce((product, dim) => product * Number(shape[dim]), 1);
  if (Number.isNaN(count)) throw call.unsupported('a dimension that follows from the number of images');
  const mean = graph.add('ReduceMean', [self, graph.numbers(axes)], { keepdims: 1 });
  const centred = graph.add('Sub', [self, mean]);
  const spread = reduce(call, graph, 'ReduceMean', graph.add('Mul', [centred, centred]));
  const factor = count / (count - correctionOf(call));
  return factor === 1 ? spread : graph.add('Mul', [spread, graph.numbers(factor, call.result().dtype)]);
}

const norm: Converter = (call, graph) => {
  const order = call.has('ord') ? call.number('ord') : call.has('p') ? call.number('p') : 2;
  if (order !== 1 && order !== 2) throw call.unsupported(`order ${order}`);
  return reduce(call, graph, order === 1 ? 'ReduceL1' : 'ReduceL2', call.tensor('self'));
};

/** The largest or smallest value over all or given dimensions; not where it lies. */
const extreme =
  (type: string): Converter =>
  (call, graph) => {
    if (call.has('other'))
      return graph.add(type.replace('Reduce', ''), [call.tensor('self'), call.tensor('other')]);
    if (call.node.outputs.length > 1) throw call.unsupported('the places of the extremes asked for');
    return reduce(call, graph, type, call.tensor('self'));
  };

/** Where the largest value of a dimension lies. */
const argmax: Converter = (call, graph) => {
  if (!call.has('dim')) throw call.unsupported('the place among all values');
  const [axis = 0] = axesOf(call);
  return graph.add('ArgMax', [call.tensor('self')], { axis, keepdims: Number(call.flag('keepdim')) });
};

export const reductions: Converters = {
  sum: reduction('ReduceSum'),
  mean: reduction('ReduceMean'),
  amax: extreme('ReduceMax'),
  amin: extreme('ReduceMin'),
  max: extreme('ReduceMax'),
  min: extreme('ReduceMin'),
  argmax,
  var: variance,
  std: (call, graph) => graph.add('Sqrt', [variance(call, graph)]),
  norm,
  linalg_vector_norm: norm,
};
