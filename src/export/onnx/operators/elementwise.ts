// Operators that work value by value: arithmetic, comparisons, roots and powers, casts.
import type { DType } from '../../../torch';
import type { GraphBuilder } from '../builder';
import type { Call, Converter, Converters } from '../call';

/** An argument as a tensor of a dtype: a number becomes a constant. */
function operand(call: Call, graph: GraphBuilder, argument: string, dtype: DType): string {
  if (call.isTensor(argument)) return graph.cast(call.tensor(argument), call.dtype(argument), dtype);
  const size = call.size(argument);
  if (typeof size === 'number') return graph.numbers(size, dtype);
  return graph.cast(graph.sizes([size]), 'int64', dtype);
}

/** Two arguments brought to the dtype of the result, the second multiplied with `alpha` where there is one. */
function operands(call: Call, graph: GraphBuilder): [string, string] {
  const { dtype } = call.result();
  const [self, other] = ['self', 'other'].map((name) => operand(call, graph, name, dtype)) as [
    string,
    string,
  ];
  const alpha = call.has('alpha') ? call.number('alpha') : 1;
  return [self, alpha === 1 ? other : graph.add('Mul', [other, graph.numbers(alpha, dtype)])];
}

const binary =
  (type: string): Converter =>
  (call, graph) =>
    graph.add(type, operands(call, graph));

const unary =
  (type: string): Converter =>
  (call, graph) =>
    graph.add(type, [graph.cast(call.tensor('self'), call.dtype('self'), call.result().dtype)]);

/** A comparison, in the dtype of the tensor, or in float32 where two differ. */
const comparison =
  (type: string, negated = false): Converter =>
  (call, graph) => {
    const own = call.dtype('self');
    const other = call.isTensor('other') ? call.dtype('other') : own;
    const fraction = !call.isTensor('other') && !Number.isInteger(call.number('other')) && /int/.test(own);
    const dtype = own === other && !fraction ? own : 'float32';
    const result = graph.add(type, [
      operand(call, graph, 'self', dtype),
      operand(call, graph, 'other', dtype),
    ]);
    return negated ? graph.add('Not', [result]) : result;
  };

const divide: Converter = (call, graph) => {
  const mode = call.has('rounding_mode') ? call.text('rounding_mode') : '';
  const quotient = graph.add('Div', operands(call, graph));
  if (mode === '') return quotient;
  if (mode === 'floor' && /float/.test(call.result().dtype)) return graph.add('Floor', [quotient]);
  throw call.unsupported(`rounding_mode '${mode}'`);
};

const power: Converter = (call, graph) => {
  const { dtype } = call.result();
  return graph.add('Pow', [operand(call, graph, 'self', dtype), operand(call, graph, 'exponent', dtype)]);
};

const square: Converter = (call, graph) => {
  const self = call.tensor('self');
  return graph.add('Mul', [self, self]);
};

const clamp: Converter = (call, graph) => {
  const { dtype } = call.result();
  const bounds = ['min', 'max'].map((name) => (call.has(name) ? operand(call, graph, name, dtype) : ''));
  const self = graph.cast(call.tensor('self'), call.dtype('self'), dtype);
  if (!['min', 'max'].some((name) => call.isTensor(name))) return graph.add('Clip', [self, ...bounds]);
  const raised = bounds[0] === '' ? self : graph.add('Max', [self, bounds[0] as string]);
  return bounds[1] === '' ? raised : graph.add('Min', [raised, bounds[1] as string]);
};

const cast: Converter = (call, graph) =>
  graph.cast(call.tensor('self'), call.dtype('self'), call.result().dtype);

const where: Converter = (call, graph) => {
  const { dtype } = call.result();
  return graph.add('Where', [
    call.tensor('condition'),
    operand(call, graph, 'self', dtype),
    operand(call, graph, 'other', dtype),
  ]);
};

const interpolate: Converter = (call, graph) => {
  const { dtype } = call.result();
  const [start, end] = [call.tensor('self'), call.tensor('end')];
  const step = graph.add('Sub', [end, start]);
  return graph.add('Add', [start, graph.add('Mul', [step, operand(call, graph, 'weight', dtype)])]);
};

/** self + value * tensor1 * tensor2, or tensor1 / tensor2. */
const addPair =
  (type: 'Mul' | 'Div'): Converter =>
  (call, graph) => {
    const product = graph.add(type, [call.tensor('tensor1'), call.tensor('tensor2')]);
    const value = call.has('value') ? call.number('value') : 1;
    const scaled =
      value === 1 ? product : graph.add('Mul', [product, graph.numbers(value, call.result().dtype)]);
    return graph.add('Add', [call.tensor('self'), scaled]);
  };

const reversed: Converter = (call, graph) => {
  const { dtype } = call.result();
  return graph.add('Sub', [operand(call, graph, 'other', dtype), operand(call, graph, 'self', dtype)]);
};

const inverseRoot: Converter = (call, graph) =>
  graph.add('Reciprocal', [graph.add('Sqrt', [call.tensor('self')])]);

const logarithmPlusOne: Converter = (call, graph) =>
  graph.add('Log', [graph.add('Add', [call.tensor('self'), graph.numbers(1, call.result().dtype)])]);

/** A value as it is. */
const same: Converter = (call) => call.tensor('self');
const sameInput: Converter = (call) => call.tensor('input');

export const elementwise: Converters = {
  add: binary('Add'),
  sub: binary('Sub'),
  rsub: reversed,
  mul: binary('Mul'),
  multiply: binary('Mul'),
  div: divide,
  divide,
  true_divide: divide,
  maximum: binary('Max'),
  minimum: binary('Min'),
  pow: power,
  square,
  neg: unary('Neg'),
  abs: unary('Abs'),
  sqrt: unary('Sqrt'),
  rsqrt: inverseRoot,
  reciprocal: unary('Reciprocal'),
  exp: unary('Exp'),
  log: unary('Log'),
  log1p: logarithmPlusOne,
  sin: unary('Sin'),
  cos: unary('Cos'),
  erf: unary('Erf'),
  floor: unary('Floor'),
  ceil: unary('Ceil'),
  round: unary('Round'),
  sign: unary('Sign'),
  eq: comparison('Equal'),
  ne: comparison('Equal', true),
  gt: comparison('Greater'),
  ge: comparison('GreaterOrEqual'),
  lt: comparison('Less'),
  le: comparison('LessOrEqual'),
  logical_not: unary('Not'),
  logical_and: binary('And'),
  logical_or: binary('Or'),
  clamp,
  clamp_min: clamp,
  clamp_max: clamp,
  clip: clamp,
  where,
  lerp: interpolate,
  addcmul: addPair('Mul'),
  addcdiv: addPair('Div'),
  to: cast,
  _to_copy: cast,
  type_as: cast,
  float: cast,
  contiguous: same,
  clone: same,
  detach: same,
  alias: same,
  dropout: sameInput,
  feature_dropout: sameInput,
  alpha_dropout: sameInput,
};
