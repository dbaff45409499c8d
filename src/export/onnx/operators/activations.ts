// Activation functions.
import type { Size } from '../../probe';
import { type Converter, type Converters, inResultDtype } from '../call';

const simple =
  (type: string): Converter =>
  (call, graph) =>
    graph.add(type, [inResultDtype(call, graph)]);

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
  const self = inResultDtype(call, graph);
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

/** Above this threshold log(1 + exp(x)) is x in float32. */
const LARGE = 20;

/** log(1 + exp(beta x)) / beta; above the threshold, x. */
const softplus: Converter = (call, graph) => {
  const beta = call.number('beta');
  const self = call.tensor('self');
  const threshold = call.number('threshold');
  const { dtype } = call.result();
  const scaled = (type: 'Mul' | 'Div', value: string): string =>
    beta === 1 ? value : graph.add(type, [value, graph.numbers(beta, dtype)]);
  const grown = scaled('Mul', self);
  const result = scaled('Div', graph.add('Softplus', [grown]));
  if (threshold >= LARGE) return result;
  return graph.add('Where', [graph.add('Greater', [grown, graph.numbers(threshold, dtype)]), self, result]);
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
    graph.add(type, [inResultDtype(call, graph)], {
      axis: call.dim('dim', call.rank('self')),
    });

/** x, or another value where |x| is small. */
const hardshrink: Converter = (call, graph) => {
  const { dtype } = call.result();
  const self = call.tensor('self');
  const small = graph.add('LessOrEqual', [
    graph.add('Abs', [self]),
    graph.numbers(call.number('lambd'), dtype),
  ]);
  return graph.add('Where', [small, graph.numbers(0, dtype), self]);
};

/** x, nearer to 0 by lambda, and 0 where that is farther than x is. */
const softshrink: Converter = (call, graph) => {
  const self = call.tensor('self');
  const length = graph.add('Sub', [
    graph.add('Abs', [self]),
    graph.numbers(call.number('lambd'), call.result().dtype),
  ]);
  return graph.add('Mul', [graph.add('Sign', [self]), graph.add('Relu', [length])]);
};

const threshold: Converter = (call, graph) => {
  const [limit, value] = ['threshold', 'value'].map((name) =>
    graph.numbers(call.number(name), call.result().dtype),
  ) as [string, string];
  const self = call.tensor('self');
  return graph.add('Where', [graph.add('Greater', [self, limit]), self, value]);
};

/** The first half of a dimension, times the sigmoid of the second half. */
const glu: Converter = (call, graph) => {
  const dim = call.dim('dim', call.rank('self'));
  const half = call.result().shape[dim] as Size;
  const [first, second] = graph.addMany('Split', [call.tensor('self'), graph.sizes([half, half])], 2, {
    axis: dim,
  }) as [string, string];
  return graph.add('Mul', [first, graph.add('Sigmoid', [second])]);
};

/** In inference mode, the mean of the slopes. */
const rrelu: Converter = (call, graph) => {
  if (call.flag('training')) throw call.unsupported('random slopes');
  const slope = (call.number('lower') + call.number('upper')) / 2;
  return graph.add('LeakyRelu', [call.tensor('self')], { alpha: { float: slope } });
};

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
  hardshrink,
  softshrink,
  threshold,
  glu,
  rrelu,
};
