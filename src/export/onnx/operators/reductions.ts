// Reductions over dimensions: sums, means, deviations, norms, extremes.
import type { Size } from '../../probe';
import type { GraphBuilder } from '../builder';
import { type Call, type Converter, type Converters, inResultDtype } from '../call';

/** The dimensions that are reduced, from the front: those given, or all. */
function axesOf(call: Call): number[] {
  const rank = call.rank('self');
  const given = call.has('dim') ? call.dims('dim', rank) : [];
  return given.length > 0 ? given : [...Array(rank).keys()];
}

function reduce(call: Call, graph: GraphBuilder, type: string, value: string): string {
  const keepdims = Number(call.flag('keepdim'));
  return graph.add(type, [value, graph.numbers(axesOf(call))], { keepdims });
}

const reduction =
  (type: string): Converter =>
  (call, graph) =>
    reduce(call, graph, type, inResultDtype(call, graph));

function correctionOf(call: Call): number {
  if (call.has('correction')) return call.number('correction');
  return call.has('unbiased') && !call.flag('unbiased') ? 0 : 1;
}

/** The variance over dimensions. */
function variance(call: Call, graph: GraphBuilder): string {
  const self = call.tensor('self');
  const { shape } = call.facts('self');
  const axes = axesOf(call);
  const mean = graph.add('ReduceMean', [self, graph.numbers(axes)], { keepdims: 1 });
  const centred = graph.add('Sub', [self, mean]);
  const spread = reduce(call, graph, 'ReduceMean', graph.add('Mul', [centred, centred]));
  const correction = correctionOf(call);
  if (correction === 0) return spread;
  const { dtype } = call.result();
  const sizes = axes.map((dim) => shape[dim] as Size);
  const count = sizes.reduce((product: number, size) => product * Number(size), 1);
  if (!Number.isNaN(count)) {
    return graph.add('Mul', [spread, graph.numbers(count / (count - correction), dtype)]);
  }
  // The number of values follows from the number of images.
  const values = sizes
    .map((size) => graph.cast(graph.sizes([size]), 'int64', dtype))
    .reduce((product, size) => graph.add('Mul', [product, size]));
  const rest = graph.add('Sub', [values, graph.numbers(correction, dtype)]);
  const grown = graph.add('Mul', [spread, graph.add('Div', [values, rest])]);
  return call.result().shape.length > 0 ? grown : graph.add('Reshape', [grown, graph.numbers([])]);
}

const deviation = (call: Call, graph: GraphBuilder): string => graph.add('Sqrt', [variance(call, graph)]);

const withMean =
  (spread: (call: Call, graph: GraphBuilder) => string): Converter =>
  (call, graph) => [spread(call, graph), reduce(call, graph, 'ReduceMean', call.tensor('self'))];

/** (sum of |x|^order)^(1 / order), and its limits. */
const norm: Converter = (call, graph) => {
  const order = call.has('ord') ? call.number('ord') : call.has('p') ? call.number('p') : 2;
  const { dtype } = call.result();
  const self = inResultDtype(call, graph);
  if (order === 1 || order === 2) return reduce(call, graph, order === 1 ? 'ReduceL1' : 'ReduceL2', self);
  const sizes = graph.add('Abs', [self]);
  if (order === Number.POSITIVE_INFINITY) return reduce(call, graph, 'ReduceMax', sizes);
  if (order === Number.NEGATIVE_INFINITY) return reduce(call, graph, 'ReduceMin', sizes);
  if (order === 0) return reduce(call, graph, 'ReduceSum', graph.add('Sign', [sizes]));
  const power = (value: string, exponent: number): string =>
    graph.add('Pow', [value, graph.numbers(exponent, dtype)]);
  return power(reduce(call, graph, 'ReduceSum', power(sizes, order)), 1 / order);
};

/** log(sum of exp(x)), which does not overflow. */
const logSumExp: Converter = (call, graph) => {
  const self = call.tensor('self');
  const axes = graph.numbers(axesOf(call));
  const most = graph.add('ReduceMax', [self, axes], { keepdims: 1 });
  const sum = reduce(call, graph, 'ReduceSum', graph.add('Exp', [graph.add('Sub', [self, most])]));
  return graph.add('Add', [graph.add('Log', [sum]), reduce(call, graph, 'ReduceMax', self)]);
};

/** Whether any, or all, values are not 0. */
const truth =
  (type: string): Converter =>
  (call, graph) => {
    const test = graph.cast(call.tensor('self'), call.dtype('self'), 'bool');
    return graph.cast(reduce(call, graph, type, graph.cast(test, 'bool', 'float32')), 'float32', 'bool');
  };

/** The largest or smallest value over all or given dimensions, and where it lies when that is asked for. */
const extreme =
  (type: string): Converter =>
  (call, graph) => {
    if (call.has('other'))
      return graph.add(type.replace('Reduce', ''), [call.tensor('self'), call.tensor('other')]);
    const value = reduce(call, graph, type, call.tensor('self'));
    if (call.node.outputs.length === 1) return value;
    return [value, place(type === 'ReduceMax' ? 1 : -1)(call, graph) as string];
  };

/** Where the largest value of a dimension lies, or that of its negative. */
const place =
  (sign: 1 | -1): Converter =>
  (call, graph) => {
    if (!call.has('dim')) throw call.unsupported('the place among all values');
    const [axis = 0] = axesOf(call);
    const self = call.tensor('self');
    const value = sign === 1 ? self : graph.add('Neg', [self]);
    return graph.add('ArgMax', [value], { axis, keepdims: Number(call.flag('keepdim')) });
  };

export const reductions: Converters = {
  sum: reduction('ReduceSum'),
  mean: reduction('ReduceMean'),
  amax: extreme('ReduceMax'),
  amin: extreme('ReduceMin'),
  max: extreme('ReduceMax'),
  min: extreme('ReduceMin'),
  prod: reduction('ReduceProd'),
  any: truth('ReduceMax'),
  all: truth('ReduceMin'),
  argmax: place(1),
  argmin: place(-1),
  logsumexp: logSumExp,
  var: variance,
  std: deviation,
  var_mean: withMean(variance),
  std_mean: withMean(deviation),
  norm,
  linalg_vector_norm: norm,
};
