// Activation functions.
import type { Converter, Converters } from '../call';

const simple =
  (type: string): Converter =>
  (call, graph) =>
    graph.add(type, [call.tensor('self')]);

const leakyRelu: Converter = (call, graph) =>
  graph.add('LeakyRelu', [call.tensor('self')], { alpha: { float: call.number('negative_slope') } });

/** Slopes per channel are laid along dimension 1. */
const prelu: Converter = (call, graph) => {
  const rank = call.rank('self');
  const weight = call.tensor('weight');
  const count = call.facts('weight').shape.reduce((product: number, size) => product * Number(size), 1);
  const shape = Array.from({ length: rank }, (_, dim) => (dim === 1 ? count : 1));
  const slopes = graph.add('Reshape', [weight, graph.numbers(count === 1 ? [1] : shape)]);
  return graph.add('PRelu', [call.tensor('self'), slopes]);
};

/** scale * (x > 0 ? x : alpha * (exp(input_scale * x) - 1)) */
const elu: Converter = (call, graph) => {
  const [alpha, scale, inputScale] = ['alpha', 'scale', 'input_scale'].map((name) =>
    call.has(name) ? call.number(name) : 1,
  ) as [number, number, number];
  if (inputScale !== 1) throw call.unsupported(`input_scale ${inputScale}`);
  const curve = graph.add('Elu', [call.tensor('self')], { alpha: { float: alpha } });
  return scale === 1 ? curve : graph.add('Mul', [curve, graph.numbers(scale, call.result().dtype)]);
};

const silu: Converter = (call, graph) => {
  const self = call.tensor('self');
  return graph.add('Mul', [self, graph.add('Sigmoid', [self])]);
};

/** x * tanh(softplus(x)) */
const mish: Converter = (call, graph) => {
  const self = call.tensor('self');
  return graph.add('Mul', [self, graph.add('Tanh', [graph.add('Softplus', [self])])]);
};

/** x / 2 * (1 + erf(x / sqrt(2))), or its approximation by tanh (Hendrycks and Gimpel 2016, arXiv:1606.08415). */
const gelu: Converter = (call, graph) => {
  const self = call.tensor('self');
  const number = (value: number): string => graph.numbers(value, call.result().dtype);
  const half = graph.add('Mul', [self, number(0.5)]);
  const one = number(1);
  if (!call.has('approximate') || call.text('approximate') === 'none') {
    const error = graph.add('Erf', [graph.add('Mul', [self, number(Math.SQRT1_2)])]);
    return graph.add('Mul', [half, graph.add('Add', [error, one])]);
  }
  const cube = graph.add('Mul', [graph.add('Mul', [self, self]), self]);
  const inner = graph.add('Add', [self, graph.add('Mul', [cube, number(0.044715)])]);
  const curve = graph.add('Tanh', [graph.add('Mul', [inner, number(Math.sqrt(2 / Math.PI))])]);
  return graph.add('Mul', [half, graph.add('Add', [curve, one])]);
};

/** log(1 + exp(beta x)) / beta. Above the threshold libtorch gives x, which this equals in float32. */
const softplus: Converter = (call, graph) => {
  const beta = call.number('beta');
  const self = call.tensor('self');
  if (beta * call.number('threshold') < 0) throw call.unsupported('a negative threshold');
  if (beta === 1) return graph.add('Softplus', [self]);
  const factor = graph.numbers(beta, call.result().dtype);
  return graph.add('Div', [graph.add('Softplus', [graph.add('Mul', [self, factor])]), factor]);
};

const logSigmoid: Converter = (call, graph) =>
  graph.add('Neg', [graph.add('Softplus', [graph.add('Neg', [call.tensor('self')])])]);

const hardtanh: Converter = (call, graph) => {
  const bounds = ['min_val', 'max_val'].map((name) => graph.numbers(call.number(name), call.result().dtype));
  return graph.add('Clip', [call.tensor('self'), ...bounds]);
};

const relu6: Converter = (call, graph) =>
  graph.add('Clip', [
    call.tensor('self'),
    graph.numbers(0, call.result().dtype),
    graph.numbers(6, call.result().dtype),
  ]);

const hardSigmoid: Converter = (call, graph) =>
  graph.add('HardSigmoid', [call.tensor('self')], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });

const hardSwish: Converter = (call, graph) => {
  const self = call.tensor('self');
  return graph.add('Mul', [self, hardSigmoid(call, graph) as string]);
};

const softmax =
  (type: string): Converter =>
  (call, graph) =>
    graph.add(type, [graph.cast(call.tensor('self'), call.dtype('self'), call.result().dtype)], {
      axis: call.dim('dim', call.rank('self')),
    });

export const activations: Converters = {
  relu: simple('Relu'),
  relu6,
  leaky_relu: leakyRelu,
  prelu,
  _prelu_kernel: prelu,
  elu,
  selu: simple('Selu'),
  celu: (call, graph) => graph.add('Celu', [call.tensor('self')], { alpha: { float: call.number('alpha') } }),
  silu,
  mish,
  gelu,
  sigmoid: simple('Sigmoid'),
  tanh: simple('Tanh'),
  softplus,
  log_sigmoid: logSigmoid,
  hardtanh,
  hardsigmoid: hardSigmoid,
  hardswish: hardSwish,
  softmax: softmax('Softmax'),
  log_softmax: softmax('LogSoftmax'),
};
