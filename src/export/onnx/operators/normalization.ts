// Normalisations: by stored statistics, and by those of images, groups of channels and rows.
import { torch } from '../../../torch';
import type { GraphBuilder } from '../builder';
import type { Call, Converter, Converters } from '../call';

/** (x - mean) / sqrt(variance + eps) over dimensions. */
function standardize(call: Call, graph: GraphBuilder, value: string, axes: readonly number[]): string {
  const over = graph.numbers(axes);
  const centred = graph.add('Sub', [value, graph.add('ReduceMean', [value, over], { keepdims: 1 })]);
  const variance = graph.add('ReduceMean', [graph.add('Mul', [centred, centred]), over], { keepdims: 1 });
  const shifted = graph.add('Add', [variance, graph.numbers(call.number('eps'), call.result().dtype)]);
  return graph.add('Div', [centred, graph.add('Sqrt', [shifted])]);
}

/** value * weight + bias, each laid along dimension 1 of `rank`. */
function perChannel(call: Call, graph: GraphBuilder, value: string, rank: number): string {
  const shape = graph.numbers([-1, ...Array<number>(rank - 2).fill(1)]);
  const along = (argument: string): string => graph.add('Reshape', [call.tensor(argument), shape]);
  const scaled = call.has('weight') ? graph.add('Mul', [value, along('weight')]) : value;
  return call.has('bias') ? graph.add('Add', [scaled, along('bias')]) : scaled;
}

const spatial = (rank: number): number[] => Array.from({ length: rank - 2 }, (_, dim) => dim + 2);

const batchNorm: Converter = (call, graph) => {
  const rank = call.rank('input');
  if (call.flag('training') || !call.has('running_mean')) {
    return perChannel(
      call,
      graph,
      standardize(call, graph, call.tensor('input'), [0, ...spatial(rank)]),
      rank,
    );
  }
  const channels = Number(call.facts('running_mean').shape[0]);
  const { dtype } = call.facts('running_mean');
  const or = (argument: string, value: number): string =>
    call.has(argument)
      ? call.tensor(argument)
      : torch.scope(() => graph.tensor(argument, torch.full([channels], value, { dtype })));
  return graph.add(
    'BatchNormalization',
    [
      call.tensor('input'),
      or('weight', 1),
      or('bias', 0),
      call.tensor('running_mean'),
      call.tensor('running_var'),
    ],
    { epsilon: { float: call.number('eps') } },
  );
};

const instanceNorm: Converter = (call, graph) => {
  const rank = call.rank('input');
  if (!call.flag('use_input_stats')) return batchNorm(call, graph);
  return perChannel(call, graph, standardize(call, graph, call.tensor('input'), spatial(rank)), rank);
};

/** Each group of channels of each image by its own mean and variance. */
const groupNorm: Converter = (call, graph) => {
  const { shape } = call.facts('input');
  const grouped = graph.add('Reshape', [
    call.tensor('input'),
    graph.numbers([0, call.number('num_groups'), -1]),
  ]);
  const normal = standardize(call, graph, grouped, [2]);
  const back = graph.add('Reshape', [normal, graph.sizes(shape)]);
  return perChannel(call, graph, back, shape.length);
};

const layerNorm: Converter = (call, graph) => {
  const sizes = call.numbers('normalized_shape');
  const weight = call.has('weight')
    ? call.tensor('weight')
    : torch.scope(() => graph.tensor('weight', torch.ones(sizes, { dtype: call.dtype('input') })));
  const bias = call.has('bias') ? [call.tensor('bias')] : [];
  return graph.add('LayerNormalization', [call.tensor('input'), weight, ...bias], {
    axis: -sizes.length,
    epsilon: { float: call.number('eps') },
  });
};

/** The smallest number that 1 grows by in float32, which libtorch takes where no eps is given. */
const EPSILON = 2 ** -23;

/** x / sqrt(mean(x^2) + eps) over the last dimensions. */
const rmsNorm: Converter = (call, graph) => {
  const { dtype } = call.result();
  const input = call.tensor('input');
  const axes = call.numbers('normalized_shape').map((_, index) => -1 - index);
  const mean = graph.add('ReduceMean', [graph.add('Mul', [input, input]), graph.numbers(axes)], {
    keepdims: 1,
  });
  const eps = call.has('eps') ? call.number('eps') : EPSILON;
  const root = graph.add('Sqrt', [graph.add('Add', [mean, graph.numbers(eps, dtype)])]);
  const normal = graph.add('Div', [input, root]);
  return call.has('weight') ? graph.add('Mul', [normal, call.tensor('weight')]) : normal;
};

export const normalization: Converters = {
  batch_norm: batchNorm,
  instance_norm: instanceNorm,
  group_norm: groupNorm,
  layer_norm: layerNorm,
  rms_norm: rmsNorm,
};
